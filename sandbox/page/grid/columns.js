// The heads of columns: rename, delete, and one more column.

import { html, useRef, useState } from "../vendor/preact-htm.js";
import { Popup } from "../card/popup.js";
import { Icon } from "../icons.js";
import { state } from "../state.js";
import { confirmed } from "../views/dialogs.js";
import { EDITABLE, MULTI, NAMES, SINGLE, TEXT } from "./kinds.js";
import { Options } from "./options.js";

function Menu({ column, anchor, close, changeColumn, deleteColumn, hide }) {
  const [name, setName] = useState(column.name);
  const rename = (event) => {
    event.preventDefault();
    close();
    if (name.trim() && name !== column.name) changeColumn(column.field_id, { field_name: name.trim() });
  };
  const setOptions = (options) => {
    close();
    changeColumn(column.field_id, { property: { options } });
  };
  const remove = async () => {
    close();
    const sure = await confirmed(`删除“${column.name}”？`, "这一列的内容会一起消失。");
    if (sure) deleteColumn(column.field_id);
  };
  return html`
    <${Popup} label=${`列 ${column.name}`} anchor=${anchor} phone=${state.phone} close=${close}>
      <form class="column-menu" onSubmit=${rename}>
        <small>${NAMES[column.type] || column.ui_type}${column.primary ? " · 索引列" : ""}</small>
        <input class="control" aria-label="列名" value=${name}
          onInput=${(event) => setName(event.target.value)} />
        <div class="button-row">
          <button type="submit" class="strong">改名</button>
          <button type="button" class="plain" disabled=${column.primary} onClick=${() => {
            close();
            hide(column);
          }}>隐藏列</button>
          <button type="button" class="plain danger" disabled=${column.primary} onClick=${remove}>删除列</button>
        </div>
      </form>
      ${[SINGLE, MULTI].includes(column.type) && html`<${Options} column=${column} save=${setOptions} />`}
    <//>
  `;
}

export function ColumnHead({ column, ...acts }) {
  const [open, setOpen] = useState(false);
  const anchor = useRef(null);
  return html`
    <th scope="col">
      <button ref=${anchor} type="button" class="column-head-button" aria-haspopup="dialog"
        aria-expanded=${open} onClick=${() => setOpen(true)}>
        <span>${column.name}</span>
        ${column.read_only && html`<${Icon} token="lock" size="12px" />`}
        <${Icon} token="down" size="12px" />
      </button>
      ${open &&
      html`<${Menu} column=${column} anchor=${anchor} close=${() => setOpen(false)}
        ...${acts} />`}
    </th>
  `;
}

export function NewColumn({ addColumn }) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [type, setType] = useState(TEXT);
  const anchor = useRef(null);
  const close = () => setOpen(false);
  const add = (event) => {
    event.preventDefault();
    if (!name.trim()) return;
    close();
    setName("");
    addColumn({ field_name: name.trim(), type });
  };
  return html`
    <button ref=${anchor} type="button" class="plain small" onClick=${() => setOpen(true)}>加列</button>
    ${open &&
    html`<${Popup} label="加列" anchor=${anchor} phone=${state.phone} close=${close}>
      <form class="column-menu" onSubmit=${add}>
        <input class="control" aria-label="列名" placeholder="列名" value=${name}
          onInput=${(event) => setName(event.target.value)} />
        <select class="control" aria-label="列的类型" value=${type}
          onChange=${(event) => setType(Number(event.target.value))}>
          ${EDITABLE.map((one) => html`<option key=${one} value=${one}>${NAMES[one]}</option>`)}
        </select>
        <div class="button-row"><button type="submit" class="strong" disabled=${!name.trim()}>添加</button></div>
      </form>
    <//>`}
  `;
}
