// The markdown-it plug-in that reads Feishu's tags, such as <font color='red'> and <at id=ou_…>.

const PAIRED = new Set(["font", "text_tag", "number_tag", "a", "link", "raw"]);
const LONE = new Set(["at", "person", "local_datetime", "audio"]);
const TAG = /^<(\/?)([a-z_][a-z0-9_]*)((?:\s+[^<>]*)?)>/i;
const ATTRIBUTE = /([\w-]+)\s*=\s*(?:'([^']*)'|"([^"]*)"|([^\s'"]+))/g;

function attributes(text) {
  const found = {};
  for (const [, name, single, double, bare] of text.matchAll(ATTRIBUTE)) {
    found[name] = single ?? double ?? bare;
  }
  return found;
}

const openPairs = (state) =>
  state.tokens.filter((t) => t.type.startsWith("feishu_")).reduce((pairs, token) => {
    if (token.nesting > 0) pairs.push(token.tag);
    else pairs.splice(pairs.lastIndexOf(token.tag), 1);
    return pairs;
  }, []);

function push(state, name, closing, attrs) {
  if (name === "br") return state.push("hardbreak", "br", 0);
  if (LONE.has(name) && !closing) {
    state.push("feishu", name, 0).meta = attrs;
  } else if (PAIRED.has(name) && !closing) {
    state.push("feishu_open", name, 1).meta = attrs;
  } else if (PAIRED.has(name) && openPairs(state).includes(name)) {
    state.push("feishu_close", name, -1);
  }
  return null; // any other tag vanishes, as it does in the client
}

function inlineTag(state, silent) {
  if (state.src[state.pos] !== "<") return false;
  const match = state.src.slice(state.pos).match(TAG);
  if (!match) return false;
  if (!silent) push(state, match[2].toLowerCase(), Boolean(match[1]), attributes(match[3]));
  state.pos += match[0].length;
  return true;
}

function blockRule(state, start, _end, silent) {
  const line = state.src.slice(state.bMarks[start] + state.tShift[start], state.eMarks[start]);
  if (!/^<hr\s*\/?>\s*$/i.test(line)) return false;
  if (silent) return true;
  state.line = start + 1;
  state.push("hr", "hr", 0).map = [start, start + 1];
  return true;
}

export function feishuTags(parser) {
  parser.inline.ruler.after("autolink", "feishu_tag", inlineTag);
  parser.block.ruler.before("paragraph", "feishu_rule", blockRule, {
    alt: ["paragraph", "blockquote", "list"],
  });
  const known = parser.validateLink;
  parser.validateLink = (url) => /^(https?:|tel:|img_|[\w-]+$)/i.test(url) && known(url);
}
