// Running text of messages: mentions, links, the four style tags, emoji keys.

import { html } from "../vendor/preact-htm.js";
import { withEmoji } from "../emoji.js";
import { whoIs } from "../state.js";

const TOKEN = new RegExp(
  [
    /(?<key>@_user_\d+|@_all)/,
    /<at user_id="(?<id>[^"]*)">(?<label>[^<]*)<\/at>/,
    /\[(?<text>[^\]\n]+)\]\((?<href>https?:\/\/[^\s)]+)\)/,
    /(?<url>https?:\/\/[^\s<>"'，。；：！？、（）「」【】]+)/,
    /<(?<tag>b|i|u|s)>(?<inner>[\s\S]*?)<\/\k<tag>>/,
  ].map((part) => part.source).join("|"),
  "g",
);

const idOf = (mention) =>
  typeof mention.id === "object" ? mention.id?.open_id : mention.id || mention.open_id;

export function mentionName(key, mentions = []) {
  const found = mentions.find((mention) => mention.key === key);
  return found && "@" + found.name;
}

export function At({ id, name, me }) {
  const shown = id === "all" || id === "@_all" ? "所有人" : name || whoIs(id)?.name || "未知用户";
  const mine = me && id === me.open_id;
  return html`<span class=${mine ? "at me" : "at"}>@${shown}</span>`;
}

export const Link = ({ href, children }) => html`
  <a href=${href} target="_blank" rel="noopener noreferrer"
    onClick=${(event) => event.stopPropagation()}>${children}</a>
`;

function drawn(groups, mentions, me) {
  if (groups.key) {
    if (groups.key === "@_all") return html`<${At} id="all" />`;
    const mention = mentions.find((m) => m.key === groups.key);
    return mention ? html`<${At} id=${idOf(mention)} name=${mention.name} me=${me} />` : groups.key;
  }
  if (groups.id !== undefined) {
    return html`<${At} id=${groups.id} name=${groups.label} me=${me} />`;
  }
  if (groups.href) return html`<${Link} href=${groups.href}>${groups.text}<//>`;
  if (groups.url) return html`<${Link} href=${groups.url}>${groups.url}<//>`;
  const inner = html`<${RichText} text=${groups.inner} mentions=${mentions} me=${me} bare />`;
  return html`<${groups.tag}>${inner}<//>`;
}

export function RichText({ text, mentions = [], me, bare }) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    parts.push(withEmoji(text.slice(end, match.index)));
    parts.push(drawn(match.groups, mentions, me));
    end = match.index + match[0].length;
  }
  parts.push(withEmoji(text.slice(end)));
  return bare ? html`<span>${parts}</span>` : html`<span class="text">${parts}</span>`;
}
