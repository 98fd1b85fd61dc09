// Pickers of a day, a time, or both.

import { html, useRef, useState } from "../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { agreed } from "../actions.js";
import { useControl } from "../forms.js";
import { margin, width } from "../layout.js";
import { Popup } from "../popup.js";
import { plain } from "../words.js";

const KINDS = {
  date_picker: { type: "date", icon: "calendar", hint: "请选择日期" },
  picker_time: { type: "time", icon: "time", hint: "请选择时间" },
  picker_datetime: { type: "datetime-local", icon: "calendar", hint: "请选择日期和时间" },
};

function Panel({ label, type, value, choose, close, anchor, ctx }) {
  const [draft, setDraft] = useState((value || "").replace(" ", "T"));
  const done = () => choose(draft.replace("T", " "));
  const pressed = (event) => {
    if (event.key !== "Enter" || !draft) return;
    event.preventDefault();
    done();
  };
  return html`
    <${Popup} label=${label} anchor=${anchor} phone=${ctx.phone} close=${close}>
      <div class="date-panel">
        <input class="control" type=${type} value=${draft} aria-label=${label} onKeyDown=${pressed}
          onInput=${(event) => setDraft(event.target.value)} />
        <div class="popup-buttons">
          ${ctx.form && value && html`<button type="button" class="plain" onClick=${() => choose("")}>清除</button>`}
          <button type="button" class="plain" onClick=${close}>取消</button>
          <button type="button" class="strong" disabled=${!draft} onClick=${done}>确定</button>
        </div>
      </div>
    <//>
  `;
}

function Picker({ node, path, ctx }) {
  const { type, icon, hint } = KINDS[node.tag];
  const control = useControl(node, path, ctx, (option) => ({ option }));
  const [open, setOpen] = useState(false);
  const anchor = useRef(null);
  const label = plain(node.placeholder || "") || hint;
  const busy = ctx.isBusy(path);
  const choose = async (value) => {
    setOpen(false);
    if (ctx.form || (await agreed(node))) control.change(value);
  };
  return html`
    <div class="select-box" style=${{ ...margin(node), width: width(node.width) }}>
      <button ref=${anchor} type="button" class="control select" name=${node.name} aria-busy=${busy}
        aria-label=${control.value ? `${label}：${control.value}` : label} aria-haspopup="dialog"
        aria-invalid=${control.missing ? "true" : undefined} disabled=${Boolean(node.disabled) || control.locked}
        onClick=${(event) => {
          event.stopPropagation();
          setOpen(true);
        }}>
        <span class=${control.value ? "grow" : "grow hint"}>${control.value || label}</span>
        ${busy
          ? html`<span class="spinner" aria-hidden="true"></span>`
          : html`<${Icon} token=${icon} size="16px" />`}
      </button>
      ${control.missing && html`<span class="missing" role="alert">必填</span>`}
      ${open &&
      html`<${Panel} label=${label} type=${type} value=${control.value} choose=${choose} ctx=${ctx}
        anchor=${anchor} close=${() => setOpen(false)} />`}
    </div>
  `;
}

export { Picker as DatePicker, Picker as DateTimePicker, Picker as TimePicker };
