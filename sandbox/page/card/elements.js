// The table from a component's tag to what draws it. A new component registers itself here.

import { html } from "../vendor/preact-htm.js";

const drawers = new Map();

export function register(tag, component) {
  drawers.set(tag, component);
}

function Element({ node, path, ctx }) {
  const Drawer = drawers.get(node.tag);
  if (!Drawer) return html`<div class="unknown-component">[不支持的组件：${node.tag}]</div>`;
  return html`<${Drawer} node=${node} path=${path} ctx=${ctx} />`;
}

/** Components keep their own state (an open panel, a chosen option) over an update of the card. */
const keyOf = (node, i) => node.element_id || `${i}-${node.tag}-${node.name || ""}`;

export function Elements({ nodes, path, ctx }) {
  return (nodes || []).map(
    (node, i) =>
      html`<${Element} key=${keyOf(node, i)} node=${node} path=${[...path, i]} ctx=${ctx} />`,
  );
}
