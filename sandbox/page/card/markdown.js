// Markdown of cards: CommonMark by markdown-it, plus Feishu's own tags. Builds nodes, never HTML text.

import "../vendor/markdown-it.js";
import { html, useMemo } from "../vendor/preact-htm.js";
import { withEmoji } from "../emoji.js";
import { feishuTags } from "./markdown_syntax.js";
import { drawTag } from "./markdown_tags.js";
import { MarkdownTable } from "./markdown_table.js";
import { MarkdownImage } from "./components/images.js";
import { Link } from "../views/rich_text.js";

const OPTIONS = { html: false, linkify: true, breaks: true };
const full = globalThis.markdownit({ ...OPTIONS }).use(feishuTags);
const lark = globalThis
  .markdownit("zero", { ...OPTIONS })
  .enable(["emphasis", "strikethrough", "link", "newline", "escape", "entity", "linkify"])
  .use(feishuTags);
for (const parser of [full, lark]) {
  parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
}

/** Tokens come flat, with openings and closings: a tree is easier to draw. */
function tree(tokens) {
  const root = { children: [] };
  const open = [root];
  for (const token of tokens) {
    if (token.nesting < 0) {
      if (open.length > 1) open.pop();
      continue;
    }
    const node = { token, children: token.children ? tree(token.children) : [] };
    open[open.length - 1].children.push(node);
    if (token.nesting > 0) open.push(node);
  }
  return root.children;
}

const textOf = (nodes) =>
  nodes.map((node) => (node.children.length ? textOf(node.children) : node.token.content)).join("");

function CodeBlock({ text, language }) {
  return html`
    <figure class="code">
      ${language && html`<figcaption>${language}</figcaption>`}
      <pre tabindex="0"><code>${text}</code></pre>
    </figure>
  `;
}

const wrap = (tag) => (node, ctx) => html`<${tag}>${draw(node.children, ctx)}<//>`;

const DRAW = {
  text: ({ token }) => withEmoji(token.content),
  inline: (node, ctx) => draw(node.children, ctx),
  paragraph_open: (node, ctx) =>
    node.token.hidden ? draw(node.children, ctx) : html`<p>${draw(node.children, ctx)}</p>`,
  heading_open: (node, ctx) =>
    html`<div class=${`heading ${node.token.tag}`} role="heading"
      aria-level=${node.token.tag[1]}>${draw(node.children, ctx)}</div>`,
  strong_open: wrap("strong"),
  em_open: wrap("em"),
  s_open: wrap("s"),
  blockquote_open: wrap("blockquote"),
  bullet_list_open: wrap("ul"),
  list_item_open: wrap("li"),
  ordered_list_open: (node, ctx) =>
    html`<ol start=${node.token.attrGet("start") || 1}>${draw(node.children, ctx)}</ol>`,
  link_open: (node, ctx) =>
    html`<${Link} href=${node.token.attrGet("href")}>${draw(node.children, ctx)}<//>`,
  image: ({ token }, ctx) =>
    html`<${MarkdownImage} imageKey=${token.attrGet("src")} alt=${token.content} ctx=${ctx} />`,
  code_inline: ({ token }) => html`<code>${token.content}</code>`,
  code_block: ({ token }) => html`<${CodeBlock} text=${token.content.trimEnd()} />`,
  fence: ({ token }) =>
    html`<${CodeBlock} text=${token.content.trimEnd()} language=${token.info.trim()} />`,
  hr: () => html`<hr />`,
  softbreak: () => html`<br />`,
  hardbreak: () => html`<br />`,
  table_open: (node, ctx) =>
    html`<${MarkdownTable} node=${node} drawCell=${(cell) => draw(cell.children, ctx)} />`,
  feishu_open: (node, ctx) => drawTag(node, ctx, draw, textOf),
  feishu: (node, ctx) => drawTag(node, ctx, draw, textOf),
};

function draw(nodes, ctx) {
  return nodes.map((node) => DRAW[node.token.type]?.(node, ctx) ?? null);
}

const parsed = (parser, text) => tree(parser.parse(String(text ?? ""), {}));

export function Markdown({ text, ctx = { card: {} } }) {
  const nodes = useMemo(() => parsed(full, text), [text]);
  return html`<div class="markdown">${draw(nodes, ctx)}</div>`;
}

export function LarkMd({ text, ctx = { card: {} } }) {
  const nodes = useMemo(() => parsed(lark, text), [text]);
  return html`<div class="markdown lark-md">${draw(nodes, ctx)}</div>`;
}
