// A box to write in. In a form it waits for the submit button, alone it is sent by Enter or its icon.

import { html, useState } from "../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { agreed } from "../actions.js";
import { useControl } from "../forms.js";
import { margin, width } from "../layout.js";
import { plain } from "../words.js";

const MAX_LENGTH = 1000;

function Field({ node, control, label, send, typed }) {
  const attributes = {
    class: "control", name: node.name, value: control.value ?? "", "aria-label": label,
    placeholder: plain(node.placeholder || ""), disabled: Boolean(node.disabled) || control.locked,
    maxlength: node.max_length || MAX_LENGTH, "aria-required": node.required ? "true" : undefined,
    "aria-invalid": control.missing ? "true" : undefined, onInput: typed,
  };
  if (node.input_type === "multiline_text") {
    return html`<textarea ...${attributes} rows=${node.rows || 5}></textarea>`;
  }
  const enter = (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    send?.();
  };
  const type = node.input_type === "password" ? "password" : "text";
  return html`<input ...${attributes} type=${type} onKeyDown=${enter}
    autocomplete=${type === "password" ? "new-password" : "off"} />`;
}

export function Input({ node, path, ctx }) {
  const control = useControl(node, path, ctx, () => null);
  const [touched, setTouched] = useState(false);
  const alone = !(ctx.form && node.name);
  const label = plain(node.label || "") || plain(node.placeholder || "") || node.name || "输入";
  const send = async () => {
    if (!(await agreed(node))) return;
    if (await ctx.press(path, { input_value: control.value ?? "" })) setTouched(false);
  };
  const typed = (event) => {
    setTouched(true);
    control.change(event.target.value);
  };
  const left = node.label_position === "left" && !ctx.phone;
  return html`
    <div class=${left ? "input label-left" : "input"} onClick=${(event) => event.stopPropagation()}
      style=${{ ...margin(node), width: width(node.width) }}>
      ${node.label &&
      html`<span class="label">${plain(node.label)}${node.required && html`<i class="star">*</i>`}</span>`}
      <span class="input-row">
        <${Field} node=${node} control=${control} label=${label} typed=${typed}
          send=${alone ? send : undefined} />
        ${alone &&
        html`<button type="button" class="send-input" aria-label="提交"
          disabled=${Boolean(node.disabled) || !touched || Boolean(ctx.busy)} onClick=${send}>
          ${ctx.isBusy(path)
            ? html`<span class="spinner" aria-hidden="true"></span>`
            : html`<${Icon} token="send" size="18px" />`}
        </button>`}
      </span>
      ${control.missing && html`<span class="missing" role="alert">必填</span>`}
    </div>
  `;
}
