// How each of Feishu's markdown tags looks.

import { html } from "../vendor/preact-htm.js";
import { local } from "../time.js";
import { Icon } from "../icons.js";
import { At, Link } from "../views/rich_text.js";
import { color } from "./colors.js";
import { TextTag } from "./header.js";
import { openLink } from "./links.js";
import { PersonChip } from "./components/person.js";
import { AudioPlayer } from "./components/audio.js";

const web = (url) => /^https?:\/\//.test(url || "");

function mentions(attrs) {
  const ids = attrs.ids ? attrs.ids.split(",") : [attrs.id || attrs.user_id];
  if (attrs.email) return html`<${At} id=${attrs.email} name=${attrs.email} />`;
  return ids.map((id) => html`<${At} key=${id} id=${id} /> `);
}

function NumberTag({ attrs, text, ctx }) {
  const style = {
    background: color(attrs.background_color, ctx.card) || "#8f959e",
    color: color(attrs.font_color, ctx.card) || "#fff",
  };
  const badge = html`<span class="number-tag" style=${style}>${text}</span>`;
  return web(attrs.url) ? html`<${Link} href=${attrs.url}>${badge}<//>` : badge;
}

function IconLink({ attrs, children, ctx }) {
  const open = (event) => {
    event.preventDefault();
    event.stopPropagation();
    openLink(attrs, ctx.phone);
  };
  return html`<a href=${web(attrs.url) ? attrs.url : undefined} onClick=${open}>
    <${Icon} token=${attrs.icon} size="1em" />${children}</a>`;
}

const TAGS = {
  font: (node, ctx, inner) =>
    html`<span style=${{ color: color(node.token.meta.color, ctx.card) }}>${inner()}</span>`,
  at: ({ token }) => mentions(token.meta),
  person: ({ token }) =>
    html`<${PersonChip} id=${token.meta.id} showName=${token.meta.show_name !== "false"}
      showAvatar=${token.meta.show_avatar !== "false"} style=${token.meta.style} />`,
  text_tag: (node, _ctx, _inner, text) =>
    html`<${TextTag} color=${node.token.meta.color} text=${text} />`,
  number_tag: (node, ctx, _inner, text) =>
    html`<${NumberTag} attrs=${node.token.meta} text=${text} ctx=${ctx} />`,
  local_datetime: ({ token }) => {
    const shown = local(Number(token.meta.millisecond), token.meta.format_type);
    return web(token.meta.link) ? html`<${Link} href=${token.meta.link}>${shown}<//>` : shown;
  },
  a: (node, _ctx, inner, text) => {
    const { href } = node.token.meta;
    if (!web(href)) return inner();
    return html`<${Link} href=${href}>${text ? inner() : href}<//>`;
  },
  link: (node, ctx, inner) =>
    html`<${IconLink} attrs=${node.token.meta} ctx=${ctx}>${inner()}<//>`,
  raw: (_node, _ctx, inner) => inner(),
  audio: ({ token }, ctx) => html`<${AudioPlayer} node=${token.meta} ctx=${ctx} />`,
};

export function drawTag(node, ctx, draw, textOf) {
  const inner = () => draw(node.children, ctx);
  return TAGS[node.token.tag](node, ctx, inner, textOf(node.children));
}
