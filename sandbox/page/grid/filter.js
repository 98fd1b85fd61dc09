// The filter of a view: conditions that a row must fulfil to be shown.

import { html, useEffect, useRef, useState } from "../vendor/preact-htm.js";
import { Popup } from "../card/popup.js";
import { Icon } from "../icons.js";
import { state } from "../state.js";
import * as kinds from "./kinds.js";

const WORDS = {
  is: "等于", isNot: "不等于", contains: "包含", doesNotContain: "不包含", isEmpty: "为空", isNotEmpty: "不为空",
  isGreater: "大于", isGreaterEqual: "大于等于", isLess: "小于", isLessEqual: "小于等于",
};
const EMPTIES = ["isEmpty", "isNotEmpty"];
const DAY = "ExactDate";
const YES_NO = [{ value: "true", text: "是" }, { value: "false", text: "否" }];

/** What can be chosen as a value; nothing: it is typed. */
function choicesOf(column) {
  if (column.type === kinds.CHECKBOX) return YES_NO;
  if (column.type === kinds.SINGLE || column.type === kinds.MULTI) {
    return column.options.map((name) => ({ value: name, text: name }));
  }
  if (column.type !== kinds.PERSON) return null;
  return state.people.map((one) => ({ value: one.open_id, text: one.name }));
}

// A day begins in the base's time zone; every base here is in this one.
const ZONE = { timeZone: "Asia/Shanghai" };
const toDay = (value) => (value[0] === DAY ? new Date(Number(value[1])).toLocaleDateString("sv-SE", ZONE) : "");
const fromDay = (day) => (day ? [DAY, String(Date.parse(`${day}T00:00:00+08:00`))] : []);

function Value({ column, condition, set }) {
  if (EMPTIES.includes(condition.operator)) return null;
  const label = `${column.name} 的值`;
  const choices = choicesOf(column);
  if (choices) {
    return html`<select class="control" aria-label=${label} value=${condition.value[0] || ""}
      onChange=${(event) => set([event.target.value])}>
      <option value="">请选择</option>
      ${choices.map((one) => html`<option key=${one.value} value=${one.value}>${one.text}</option>`)}
    </select>`;
  }
  if (kinds.DATES.includes(column.type)) {
    return html`<input class="control" type="date" aria-label=${label} value=${toDay(condition.value)}
      onInput=${(event) => set(fromDay(event.target.value))} />`;
  }
  return html`<input class="control" type=${column.type === kinds.NUMBER ? "number" : "text"} step="any"
    aria-label=${label} value=${condition.value[0] || ""} onInput=${(event) => set([event.target.value])} />`;
}

function Condition({ condition, fields, set, remove }) {
  const column = fields.find((one) => one.field_id === condition.field_id) || fields[0];
  const other = (fieldId) => {
    const next = fields.find((one) => one.field_id === fieldId);
    set({ field_id: fieldId, operator: first(next), value: [] });
  };
  return html`
    <li>
      <select class="control" aria-label="列" value=${column.field_id} onChange=${(event) => other(event.target.value)}>
        ${fields.map((one) => html`<option key=${one.field_id} value=${one.field_id}>${one.name}</option>`)}
      </select>
      <select class="control" aria-label="条件" value=${condition.operator}
        onChange=${(event) => set({ ...condition, operator: event.target.value })}>
        ${column.operators.map((one) => html`<option key=${one} value=${one}>${WORDS[one]}</option>`)}
      </select>
      <${Value} column=${column} condition=${condition} set=${(value) => set({ ...condition, value })} />
      <button type="button" class="icon-button" aria-label="去掉这个条件" onClick=${remove}>
        <${Icon} token="close" size="14px" />
      </button>
    </li>
  `;
}

const first = (column) => (column.operators.includes("is") ? "is" : column.operators[0]);
const complete = ({ operator, value }) =>
  EMPTIES.includes(operator) || (value.length > 0 && value.every((one) => one !== ""));

function Editor({ view, fields, alter, close }) {
  const [conjunction, setConjunction] = useState(view.filter.conjunction);
  const [conditions, setConditions] = useState(view.filter.conditions);
  const able = fields.filter((column) => column.operators.length);
  const add = () => {
    const [column] = able;
    setConditions([...conditions, { field_id: column.field_id, operator: first(column), value: [] }]);
  };
  const swap = (at, one) => setConditions(conditions.map((old, i) => (i === at ? one : old)));
  const apply = (event) => {
    event.preventDefault();
    close();
    alter({ filter: { conjunction, conditions: conditions.filter(complete) } });
  };
  return html`
    <form class="filter-editor" onSubmit=${apply}>
      <label>符合 <select class="control" aria-label="条件之间" value=${conjunction}
        onChange=${(event) => setConjunction(event.target.value)}>
        <option value="and">所有</option><option value="or">任一</option>
      </select> 条件</label>
      <ul>${conditions.map((one, at) => html`<${Condition} key=${at} condition=${one} fields=${able}
        set=${(next) => swap(at, next)} remove=${() => setConditions(conditions.filter((_, i) => i !== at))} />`)}</ul>
      <div class="button-row">
        <button type="button" class="plain small" disabled=${!able.length} onClick=${add}>加条件</button>
        <button type="submit" class="strong">应用</button>
      </div>
    </form>
  `;
}

export function Filter({ view, fields, alter }) {
  const [open, setOpen] = useState(false);
  const anchor = useRef(null);
  const count = view.filter.conditions.length;
  useEffect(() => setOpen(false), [view.view_id]);
  return html`
    <button ref=${anchor} type="button" class="plain small" aria-haspopup="dialog" aria-expanded=${open}
      aria-pressed=${count > 0} onClick=${() => setOpen(true)}>筛选${count ? ` ${count}` : ""}</button>
    ${open && html`<${Popup} label="筛选" anchor=${anchor} phone=${state.phone} close=${() => setOpen(false)}>
      <${Editor} view=${view} fields=${fields} alter=${alter} close=${() => setOpen(false)} />
    <//>`}
  `;
}
