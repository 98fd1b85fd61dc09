// A task with a tick and up to three buttons.

import { html } from "../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { toast } from "../../views/toast.js";
import { agreed } from "../actions.js";
import { Elements } from "../elements.js";
import { useControl } from "../forms.js";
import { margin, space } from "../layout.js";
import { Words, plain } from "../words.js";

const MAX_BUTTONS = 3;

export function Checker({ node, path, ctx }) {
  // Without behaviors the tick is only this client's own.
  const calls = Boolean(node.behaviors?.length);
  const control = useControl(node, path, ctx, (checked) => (calls ? { checked } : null));
  const checked = Boolean(control.value);
  const done = node.checked_style || {};
  const area = node.button_area || {};
  const style = checked && {
    textDecoration: done.show_strikethrough ? "line-through" : undefined, opacity: done.opacity,
  };
  const toggle = async (event) => {
    event.stopPropagation();
    if (control.locked) return undefined;
    if (node.disabled) return node.disabled_tips && toast("info", plain(node.disabled_tips));
    if (ctx.form || (await agreed(node))) await control.change(!checked);
    return undefined;
  };
  return html`
    <div class="checker" style=${{ ...margin(node), padding: space(node.padding) }}>
      <button type="button" role="checkbox" class="check" aria-checked=${checked}
        aria-label=${plain(node.text || "")} aria-busy=${ctx.isBusy(path)} title=${plain(node.hover_tips || "")}
        aria-disabled=${node.disabled || control.locked ? "true" : undefined} onClick=${toggle}>
        <span class="tick">
          ${ctx.isBusy(path)
            ? html`<span class="spinner" aria-hidden="true"></span>`
            : checked && html`<${Icon} token="done" size="12px" />`}
        </span>
      </button>
      <div class="grow" style=${style || {}} onClick=${toggle}>
        <${Words} text=${node.text} ctx=${ctx} />
      </div>
      ${area.buttons &&
      html`<div class=${`checker-buttons ${area.pc_display_rule || "always"}`}>
        <${Elements} nodes=${area.buttons.slice(0, MAX_BUTTONS)} ctx=${ctx}
          path=${[...path, "button_area", "buttons"]} />
      </div>`}
    </div>
  `;
}
