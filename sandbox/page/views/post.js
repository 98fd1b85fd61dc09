// Rich text messages (post): paragraphs of nodes.

import { html } from "../vendor/preact-htm.js";
import { emoji } from "../emoji.js";
import { Markdown } from "../card/markdown.js";
import { Picture } from "./content.js";
import { At, Link, RichText } from "./rich_text.js";

const STYLES = {
  bold: { fontWeight: 600 },
  italic: { fontStyle: "italic" },
  underline: { textDecoration: "underline" },
  lineThrough: { textDecoration: "line-through" },
};

function atOf(node, message, me) {
  const mention = (message.mentions || []).find((m) => m.key === node.user_id);
  const id = mention ? mention.id?.open_id || mention.id : node.user_id;
  return html`<${At} id=${id} name=${node.user_name || mention?.name} me=${me} />`;
}

const NODES = {
  text: (node) => {
    const style = Object.assign({}, ...(node.style || []).map((name) => STYLES[name] || {}));
    return html`<span style=${style}><${RichText} text=${node.text || ""} bare /></span>`;
  },
  a: (node) => html`<${Link} href=${node.href}>${node.text || node.href}<//>`,
  at: atOf,
  img: (node) => html`<${Picture} imageKey=${node.image_key} />`,
  media: (node) => html`<${Picture} imageKey=${node.image_key} alt="视频" />`,
  emotion: (node) => html`<span>${emoji(node.emoji_type)}</span>`,
  hr: () => html`<hr />`,
  code_block: (node) => html`<pre class="code"><code>${node.text}</code></pre>`,
  md: (node) => html`<${Markdown} text=${node.text} />`,
};

const localized = (content) =>
  content.content ? content : content.zh_cn || Object.values(content)[0] || {};

export function Post({ message, me }) {
  const post = localized(message.content);
  return html`
    <div class="post">
      ${post.title && html`<h4>${post.title}</h4>`}
      ${(post.content || []).map(
        (paragraph, i) => html`
          <div key=${i} class="paragraph">
            ${paragraph.map((node) => NODES[node.tag]?.(node, message, me) || null)}
          </div>
        `,
      )}
    </div>
  `;
}
