// Buttons: plain ones call back, submit and reset ones serve their form.

import { html } from "../../vendor/preact-htm.js";
import { toast } from "../../views/toast.js";
import { agreed } from "../actions.js";
import { margin, width } from "../layout.js";
import { openBehaviors } from "../links.js";
import { CardIcon, plain } from "../words.js";

const calls = (node) =>
  !node.behaviors?.length || node.behaviors.some((behavior) => behavior.type === "callback");

const actionOf = (node) => node.form_action_type || (node.action_type || "").replace("form_", "");

async function submit(node, path, ctx) {
  const { form } = ctx;
  if (!form.complete()) return toast("warning", "请填写必填项");
  for (const asked of [...form.questions(), node]) {
    if (!(await agreed(asked))) return undefined;
  }
  // The new card may be here before the answer to the click.
  const { version } = form;
  if (await ctx.press(path, { form_value: form.values() })) form.lock(version);
  return undefined;
}

async function pressed(node, path, ctx) {
  if (node.disabled) return toast("info", plain(node.disabled_tips));
  const action = actionOf(node);
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
  const done = Boolean(ctx.form?.locked && actionOf(node));
  const off = Boolean(node.disabled) || done;
  return html`
    <button type="button" class=${`button type-${node.type || "default"} size-${node.size || "medium"}`}
      style=${style} disabled=${off && !tips}
      aria-disabled=${tips || (ctx.busy && !busy) ? "true" : undefined} aria-busy=${busy}
      title=${plain(tips || node.hover_tips || "")}
      onClick=${(event) => {
        event.stopPropagation();
        pressed(node, path, ctx);
      }}>
      ${busy
        ? html`<span class="spinner" aria-hidden="true"></span>`
        : html`<${CardIcon} icon=${node.icon} ctx=${ctx} size="1.15em" />`}
      ${node.text && html`<span>${done && actionOf(node) === "submit" ? "已提交" : plain(node.text)}</span>`}
    </button>
  `;
}
