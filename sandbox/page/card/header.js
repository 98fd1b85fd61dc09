// The coloured top of a card.

import { html } from "../vendor/preact-htm.js";
import { tagColors } from "./colors.js";
import { space } from "./layout.js";
import { CardIcon, Words, localized } from "./words.js";

const TEMPLATES = new Set(
  ("blue wathet turquoise green yellow orange red carmine violet purple indigo grey default")
    .split(" "),
);
const MAX_TAGS = 3;

export function TextTag({ text, color }) {
  return html`<span class="text-tag" style=${tagColors(color)}>${text}</span>`;
}

export function Header({ header, ctx }) {
  if (!header) return null;
  const template = TEMPLATES.has(header.template) ? header.template : "default";
  const tags = header.i18n_text_tag_list?.zh_cn || header.text_tag_list || [];
  return html`
    <header class=${`card-header template-${template}`} style=${{ padding: space(header.padding) }}>
      <${CardIcon} icon=${header.icon} ctx=${ctx} size="20px" />
      <div class="card-titles">
        <div class="card-title-row">
          ${header.title && html`<${Words} text=${header.title} ctx=${ctx} className="card-title" />`}
          ${tags.slice(0, MAX_TAGS).map(
            (tag, i) => html`<${TextTag} key=${i} text=${localized(tag.text)} color=${tag.color} />`,
          )}
        </div>
        ${header.subtitle &&
        html`<${Words} text=${header.subtitle} ctx=${ctx}
          className=${header.title ? "card-subtitle" : "card-title"} />`}
      </div>
    </header>
  `;
}
