// A panel that opens and closes under its title.

import { html, useEffect, useState } from "../../vendor/preact-htm.js";
import { background, color } from "../colors.js";
import { Elements } from "../elements.js";
import { layout, space } from "../layout.js";
import { CardIcon, Words } from "../words.js";
import { Icon } from "../../icons.js";

function Arrow({ header, open, ctx }) {
  const angle = header.icon_expanded_angle ?? 180;
  const style = { transform: open ? `rotate(${angle}deg)` : undefined };
  return html`<span class="panel-arrow" style=${style}>
    ${header.icon
      ? html`<${CardIcon} icon=${header.icon} ctx=${ctx} />`
      : html`<${Icon} token="down" size="16px" />`}
  </span>`;
}

/** `auto` is always as wide as its title, `auto_when_fold` only while closed. */
const narrow = (header, open) => !open && /^auto/.test(header.width || "");

export function CollapsiblePanel({ node, path, ctx }) {
  const [open, setOpen] = useState(Boolean(node.expanded));
  useEffect(() => setOpen(Boolean(node.expanded)), [node.expanded]);
  const header = node.header || {};
  const { className, style } = layout(node, { gap: "8px", padding: "8px" });
  const hue = node.border && (color(node.border.color, ctx.card) || "var(--line)");
  const frame = {
    margin: style.margin,
    border: node.border ? `1px solid ${node.border.color === "grey" ? "var(--line)" : hue}` : undefined,
    borderRadius: node.border?.corner_radius || "6px",
    background: background(node.background_color, ctx.card),
    width: narrow(header, open) ? "fit-content" : undefined,
  };
  const head = {
    padding: space(header.padding, node.border || node.background_color ? "8px" : "4px 0"),
    background: background(header.background_color, ctx.card),
    width: header.width === "auto" ? "fit-content" : "100%",
  };
  const toggle = (event) => {
    event.stopPropagation();
    setOpen(!open);
  };
  return html`
    <div class="panel" style=${frame}>
      <button type="button" class=${`panel-head icon-${header.icon_position || "right"}`} style=${head}
        aria-expanded=${open} onClick=${toggle}>
        <${Words} text=${header.title} ctx=${ctx} />
        <${Arrow} header=${header} open=${open} ctx=${ctx} />
      </button>
      ${open &&
      html`<div class=${className} style=${{ ...style, margin: undefined }}>
        <${Elements} nodes=${node.elements} path=${[...path, "elements"]} ctx=${ctx} />
      </div>`}
    </div>
  `;
}
