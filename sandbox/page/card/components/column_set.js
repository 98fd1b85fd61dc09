// Columns side by side; on a narrow card `stretch` stacks and `flow` wraps them.

import { html } from "../../vendor/preact-htm.js";
import { background } from "../colors.js";
import { Elements } from "../elements.js";
import { layout, space } from "../layout.js";
import { openLink } from "../links.js";

const ALIGN = { left: "flex-start", center: "center", right: "flex-end" };
const VERTICAL = { top: "flex-start", center: "center", bottom: "flex-end" };

function linked(node, ctx) {
  const link = node.action?.multi_url;
  if (!link) return {};
  const open = (event) => {
    event.stopPropagation();
    openLink(link, ctx.phone);
  };
  const key = (event) => event.key === "Enter" && event.target === event.currentTarget && open(event);
  return { role: "link", tabindex: 0, onClick: open, onKeyDown: key };
}

function sized(column) {
  const width = column.width || "auto";
  if (width === "weighted") return { flex: `${column.weight || 1} 1 0`, minWidth: 0 };
  if (width.endsWith("px")) return { flex: `0 0 ${width}` };
  return { flex: "0 1 auto", minWidth: 0 };
}

function Column({ node, path, ctx }) {
  const { className, style } = layout(node);
  Object.assign(style, sized(node), { background: background(node.background_style, ctx.card) });
  style.alignSelf = VERTICAL[node.vertical_align] && "stretch";
  return html`
    <div class=${`card-column ${className} ${node.action ? "linked" : ""}`} style=${style}
      ...${linked(node, ctx)}>
      <${Elements} nodes=${node.elements} path=${[...path, "elements"]} ctx=${ctx} />
    </div>
  `;
}

export function ColumnSet({ node, path, ctx }) {
  const style = {
    columnGap: space(node.horizontal_spacing, "8px"),
    rowGap: "8px",
    margin: space(node.margin),
    justifyContent: ALIGN[node.horizontal_align],
    background: background(node.background_style, ctx.card),
  };
  const mode = node.flex_mode || "none";
  return html`
    <div class=${`column-set mode-${mode} ${node.action ? "linked" : ""}`} style=${style}
      ...${linked(node, ctx)}>
      ${(node.columns || []).map(
        (column, i) => html`<${Column} key=${column.element_id || i} node=${column}
          path=${[...path, "columns", i]} ctx=${ctx} />`,
      )}
    </div>
  `;
}
