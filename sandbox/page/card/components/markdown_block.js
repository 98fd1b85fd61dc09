// The markdown component and the rule between parts.

import { html } from "../../vendor/preact-htm.js";
import { margin, textSize } from "../layout.js";
import { Markdown } from "../markdown.js";
import { CardIcon, localized } from "../words.js";

export function MarkdownBlock({ node, ctx }) {
  const style = { ...margin(node), textAlign: node.text_align };
  if (node.text_size) Object.assign(style, textSize(node.text_size, ctx));
  const text = localized(node);
  const waiting = !text && ctx.card.config?.streaming_mode;
  return html`
    <div class="with-icon markdown-block" style=${style}>
      <${CardIcon} icon=${node.icon} ctx=${ctx} />
      <div class="grow">
        ${waiting ? html`<span class="generating">正在生成…</span>` : html`<${Markdown} text=${text} ctx=${ctx} />`}
      </div>
    </div>
  `;
}

export const Rule = ({ node }) => html`<hr class="card-rule" style=${margin(node)} />`;
