// Buttons: plain ones call back, submit and reset ones serve their form.

import { html } from "../../vendor/preact-htm.js";
import { toast } from "../../views/toast.js";
import { agreed } from "../actions.js";
import { margin, width } from "../layout.js";
import { openBehaviors } from "../links.js";
import { CardIcon, plain } from "../words.js";

const calls = (node) =>
  !node.behaviors?.length || node.behaviors.some((behavior) => behavior.type === "callback");

async function submit(node, path, ctx) {
  if (!ctx.form.complete()) return toast("warning", "请填写必填项");
  if (await agreed(node)) await ctx.press(path, { form_value: ctx.form.values() });
}

async function pressed(node, path, ctx) {
  if (node.disabled) return toast("info", plain(node.disabled_tips));
  const action = node.form_action_type || (node.action_type || "").replace("form_", "");
  if (ctx.form && action === "reset") return ctx.form.reset();
  if (ctx.form && action === "submit") return submit(node, path, ctx);
  if (!(await agreed(node))) return undefined;
  openBehaviors(node.behaviors, ctx.phone);
  return calls(node) ? ctx.press(path) : undefined;
}

export function Button({ node, path, ctx }) {
  const tips = node.disabled && node.disabled_tips;
  const busy = ctx.isBusy(path);
  const style = { ...margin(node), width: width(node.width) };
  return html`
    <button type="button" class=${`button type-${node.type || "default"} size-${node.size || "medium"}`}
      style=${style} disabled=${Boolean(node.disabled) && !tips}
      aria-disabled=${tips || (ctx.busy && !busy) ? "true" : undefined} aria-busy=${busy}
      title=${plain(tips || node.hover_tips || "")}
      onClick=${(event) => {
        event.stopPropagation();
        pressed(node, path, ctx);
      }}>
      ${busy
        ? html`<span class="spinner" aria-hidden="true"></span>`
        : html`<${CardIcon} icon=${node.icon} ctx=${ctx} size="1.15em" />`}
      ${node.text && html`<span>${plain(node.text)}</span>`}
    </button>
  `;
}
