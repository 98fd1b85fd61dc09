// A box that may be pressed as a whole.

import { html } from "../../vendor/preact-htm.js";
import { toast } from "../../views/toast.js";
import { agreed } from "../actions.js";
import { background, color } from "../colors.js";
import { Elements } from "../elements.js";
import { layout, width } from "../layout.js";
import { openBehaviors } from "../links.js";
import { plain } from "../words.js";

async function pressed(node, path, ctx) {
  if (node.disabled) return node.disabled_tips && toast("info", plain(node.disabled_tips));
  if (!(await agreed(node))) return undefined;
  openBehaviors(node.behaviors, ctx.phone);
  const calls = node.behaviors.some((behavior) => behavior.type === "callback");
  return calls ? ctx.press(path) : undefined;
}

function pressable(node, path, ctx) {
  if (!node.behaviors?.length) return {};
  const press = (event) => {
    event.stopPropagation();
    pressed(node, path, ctx);
  };
  const key = (event) => {
    if (event.target !== event.currentTarget || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    press(event);
  };
  return {
    role: "button", tabindex: 0, "aria-disabled": node.disabled ? "true" : undefined,
    title: plain(node.hover_tips || ""), onClick: press, onKeyDown: key,
  };
}

export function InteractiveContainer({ node, path, ctx }) {
  const { className, style } = layout(node, { gap: "4px", padding: "4px 12px" });
  const edge = color(node.border_color, ctx.card) || "var(--line)";
  Object.assign(style, {
    width: width(node.width, node.width === "auto" ? "fit-content" : "100%"),
    height: width(node.height),
    border: node.has_border ? `1px solid ${edge}` : undefined,
    borderRadius: node.corner_radius,
    background: background(node.background_style, ctx.card),
  });
  const live = node.behaviors?.length && !node.disabled;
  const busy = ctx.isBusy(path);
  const classes = ["box", className, live && "live", node.disabled && "off"].filter(Boolean);
  return html`
    <div class=${classes.join(" ")} style=${style} aria-busy=${busy} ...${pressable(node, path, ctx)}>
      <${Elements} nodes=${node.elements} path=${[...path, "elements"]} ctx=${ctx} />
      ${busy && html`<span class="spinner corner" aria-hidden="true"></span>`}
    </div>
  `;
}
