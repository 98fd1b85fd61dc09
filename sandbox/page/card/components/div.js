// Plain text with an icon, or label and value fields.

import { html } from "../../vendor/preact-htm.js";
import { margin, width } from "../layout.js";
import { CardIcon, Words } from "../words.js";

export function Div({ node, ctx }) {
  const style = { ...margin(node), width: width(node.width) };
  return html`
    <div class="div" style=${style}>
      ${node.text &&
      html`<div class="with-icon">
        <${CardIcon} icon=${node.icon} ctx=${ctx} />
        <${Words} text=${node.text} ctx=${ctx} className="grow" />
      </div>`}
      ${node.fields?.length > 0 &&
      html`<div class="fields">
        ${node.fields.map(
          (field, i) => html`<div key=${i} class=${field.is_short ? "field short" : "field"}>
            <${Words} text=${field.text} ctx=${ctx} />
          </div>`,
        )}
      </div>`}
    </div>
  `;
}
