// A cell: what it shows, and the editor that opens in its place.

import { html, useLayoutEffect, useRef, useState } from "../vendor/preact-htm.js";
import { TextTag } from "../card/header.js";
import { Listbox } from "../card/listbox.js";
import { Icon } from "../icons.js";
import { state } from "../state.js";
import * as kinds from "./kinds.js";

function shown(column, text, value) {
  if (column.type === kinds.SINGLE || column.type === kinds.MULTI) {
    return kinds.split(text).map(
      (name) => html`<${TextTag} key=${name} text=${name} color=${kinds.optionColor(column, name)} />`,
    );
  }
  if (column.type === kinds.URL_KIND && value?.link) return html`<span class="as-link">${text}</span>`;
  return text;
}

const INPUTS = { [kinds.NUMBER]: "number", [kinds.DATE]: "datetime-local", [kinds.PHONE]: "tel" };

function Input({ column, text, value, done, label }) {
  const box = useRef(null);
  const date = column.type === kinds.DATE;
  const start = date ? text.replace(" ", "T") : column.type === kinds.NUMBER ? String(value ?? "") : text;
  useLayoutEffect(() => {
    box.current.focus();
    if (!date) box.current.select();
  }, []);
  const over = useRef(false);
  const finish = (keep) => {
    if (over.current) return;
    over.current = true;
    const typed = box.current.value;
    done(keep && typed !== start ? (date ? typed.replace("T", " ") : typed) : undefined);
  };
  const pressed = (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    finish(event.key === "Enter");
  };
  return html`<input ref=${box} class="cell-input" type=${INPUTS[column.type] || "text"} step="any"
    aria-label=${label} defaultValue=${start} onKeyDown=${pressed} onBlur=${() => finish(true)} />`;
}

function listOptions(column) {
  if (column.type !== kinds.PERSON) return column.options.map((name) => ({ value: name, text: name }));
  return state.people.map((one) => ({ value: one.open_id, text: one.name, person: true }));
}

/** People come by their ids, for two may have one name; options by what they are called. */
function List({ column, text, value, done, anchor, label }) {
  const person = column.type === kinds.PERSON;
  const start = person ? value || [] : kinds.split(text);
  const [chosen, setChosen] = useState(start);
  const single = column.type === kinds.SINGLE;
  const toggle = (one) => {
    const on = chosen.includes(one);
    if (single) return done(on ? "" : one);
    return setChosen(on ? chosen.filter((other) => other !== one) : [...chosen, one]);
  };
  const typed = chosen.join("、");
  const close = () => done(single || typed === start.join("、") ? undefined : typed);
  return html`<${Listbox} label=${label} options=${listOptions(column)} chosen=${chosen}
    multiple=${!single} choose=${toggle} close=${close} anchor=${anchor} ctx=${{ phone: state.phone }} />`;
}

export function Cell({ column, row, rowNumber, change }) {
  const [open, setOpen] = useState(false);
  const anchor = useRef(null);
  const text = row.cells[column.name] || "";
  const value = row.values[column.name];
  const editor = kinds.editorOf(column);
  const label = `第 ${rowNumber} 行 ${column.name}`;
  const save = (typed) => change(row.record_id, { [column.name]: typed });
  if (editor === "tick") {
    return html`<button type="button" role="checkbox" class="cell-button" aria-checked=${Boolean(value)}
      aria-label=${label} onClick=${() => save(!value)}>
      <span class="tick">${value && html`<${Icon} token="done" size="12px" />`}</span>
    </button>`;
  }
  if (!editor) return html`<span class="cell-text read-only">${shown(column, text, value)}</span>`;
  const done = (typed) => {
    setOpen(false);
    requestAnimationFrame(() => anchor.current?.focus({ preventScroll: true }));
    if (typed !== undefined) save(typed);
  };
  if (open && editor === "input") {
    return html`<${Input} column=${column} text=${text} value=${value} done=${done} label=${label} />`;
  }
  return html`
    <button ref=${anchor} type="button" class="cell-button" aria-label=${`${label}：${text || "空"}`}
      onClick=${() => setOpen(true)}>
      <span class="cell-text">${shown(column, text, value)}</span>
    </button>
    ${open && html`<${List} column=${column} text=${text} value=${value} done=${done} anchor=${anchor}
      label=${label} />`}
  `;
}
