// A fault's control, by what kind of value it takes.

import { html, useEffect, useState } from "../vendor/preact-htm.js";
import { turn } from "../bench.js";
import { nameOf, state } from "../state.js";
import { Icon } from "../icons.js";

/** What is typed waits for Enter or for leaving the field; a wrong value goes back. */
function useDraft(written, read, name) {
  const [draft, setDraft] = useState(written);
  const [wrong, setWrong] = useState("");
  useEffect(() => setDraft(written), [written]);
  async function apply() {
    if (draft === written) return setWrong("");
    let value;
    try {
      value = read(draft);
    } catch {
      return setWrong("写法不对");
    }
    return setWrong((await turn(name, value)) ? "" : "服务器不接受这个值");
  }
  const enter = (event) => {
    if (event.key !== "Enter" || event.isComposing || event.target.tagName === "TEXTAREA") return;
    event.preventDefault();
    apply();
  };
  return { draft, wrong, apply, typed: (event) => setDraft(event.target.value), enter };
}

const Wrong = ({ text }) => text && html`<span class="missing" role="alert">${text}</span>`;

function Switch({ item, value }) {
  return html`
    <button type="button" role="switch" class="switch" aria-checked=${value} aria-label=${item.label}
      data-fault=${item.name} onClick=${() => turn(item.name, !value)}><span></span></button>
  `;
}

function NumberField({ item, value, usual }) {
  const share = /rate|share|probability/.test(item.name);
  const read = (text) => {
    if (text.trim() === "" || Number.isNaN(Number(text))) throw new Error(text);
    return Number(text);
  };
  const field = useDraft(String(value), read, item.name);
  return html`
    <span class="fault-input">
      <input class="control" type="number" inputmode="decimal" aria-label=${item.label}
        data-fault=${item.name} value=${field.draft} onInput=${field.typed} onKeyDown=${field.enter}
        onBlur=${field.apply} step=${share ? 0.05 : 1} min=${share || usual >= 0 ? 0 : undefined}
        max=${share ? 1 : undefined} />
      <${Wrong} text=${field.wrong} />
    </span>
  `;
}

function Choice({ item, value, choices }) {
  return html`
    <select class="control" aria-label=${item.label} data-fault=${item.name} value=${value}
      onChange=${(event) => turn(item.name, event.target.value)}>
      ${choices.map((one) => html`<option key=${one} value=${one} selected=${one === value}>${one}</option>`)}
    </select>
  `;
}

function TextField({ item, value }) {
  const field = useDraft(value, (text) => text, item.name);
  return html`
    <span class="fault-input">
      <input class="control" aria-label=${item.label} data-fault=${item.name} value=${field.draft}
        onInput=${field.typed} onKeyDown=${field.enter} onBlur=${field.apply} />
      <${Wrong} text=${field.wrong} />
    </span>
  `;
}

function PeopleField({ item, value }) {
  const others = state.people.filter((person) => !value.includes(person.open_id));
  return html`
    <div class="people-field" role="group" aria-label=${item.label}>
      ${value.map(
        (id) => html`<button key=${id} type="button" class="chip" aria-label=${`去掉 ${nameOf(id)}`}
          onClick=${() => turn(item.name, value.filter((one) => one !== id))}>
          ${nameOf(id)}<${Icon} token="close" size="12px" />
        </button>`,
      )}
      <select class="control" aria-label=${`${item.label}：加一个人`} data-fault=${item.name} value=""
        onChange=${(event) => turn(item.name, [...value, event.target.value])}>
        <option value="">加一个人…</option>
        ${others.map(
          (one) => html`<option key=${one.open_id} value=${one.open_id}>${one.name} ${one.role}</option>`,
        )}
      </select>
    </div>
  `;
}

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

function AreaField({ item, value, usual }) {
  // A list that may hold words only is typed line by line, anything else as JSON.
  const words = Array.isArray(value) && /scopes|words|names|ids$/.test(item.name);
  const written = words ? value.join("\n") : JSON.stringify(value);
  const empty = JSON.stringify(usual);
  const read = words ? lines : (text) => JSON.parse(text.trim() || empty);
  const field = useDraft(written, read, item.name);
  return html`
    <div class="area-field">
      <textarea class="control" rows=${Math.min(6, field.draft.split("\n").length + 1)} spellcheck="false"
        aria-label=${item.label} data-fault=${item.name} value=${field.draft} onInput=${field.typed}
        onBlur=${field.apply}></textarea>
      <${Wrong} text=${field.wrong} />
    </div>
  `;
}

function controlFor(item, value, choices) {
  if (typeof value === "boolean") return Switch;
  if (typeof value === "number") return NumberField;
  if (typeof value === "string") return choices ? Choice : TextField;
  return item.people ? PeopleField : AreaField;
}

export function FaultField({ item, bench }) {
  const { faults, usual, choices } = bench;
  const value = faults[item.name];
  const Control = controlFor(item, value, choices[item.name]);
  const wide = Control === PeopleField || Control === AreaField;
  const on = bench.active.includes(item.name);
  return html`
    <div class=${`fault${wide ? " wide" : ""}${on ? " on" : ""}`}>
      <span class="two-lines"><span class="fault-name">${item.label}</span>
        ${item.hint && html`<small>${item.hint}</small>`}</span>
      <${Control} item=${item} value=${value} usual=${usual[item.name]} choices=${choices[item.name]} />
    </div>
  `;
}
