// Dropdowns: one or several of the options, words or people.

import { html, useRef, useState } from "../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { nameOf } from "../../state.js";
import { agreed } from "../actions.js";
import { useControl } from "../forms.js";
import { margin, width } from "../layout.js";
import { Listbox } from "../listbox.js";
import { plain } from "../words.js";

/** Options as {value, text}; a person select without options offers the members of the chat. */
function optionsOf(node, ctx) {
  const given = (node.options || []).filter(Boolean);
  if (!node.tag.endsWith("person")) {
    return given.map((one) => ({ value: one.value, text: plain(one.text) || one.value, icon: one.icon }));
  }
  const people = (ctx.chat?.members || []).filter((member) => !member.is_bot);
  const ids = given.length ? given.map((one) => one.value) : people.map((member) => member.id);
  return ids.map((id) => ({ value: id, text: nameOf(id), person: true }));
}

function Trigger({ node, label, words, control, toggle, anchor, busy, open, locked }) {
  const classes = ["control", "select", node.type === "text" && "as-text"].filter(Boolean).join(" ");
  return html`
    <button ref=${anchor} type="button" class=${classes} name=${node.name} aria-haspopup="listbox"
      aria-expanded=${open} aria-label=${words ? `${label}：${words}` : label} aria-busy=${busy}
      aria-invalid=${control.missing ? "true" : undefined} disabled=${Boolean(node.disabled) || locked}
      onClick=${(event) => {
        event.stopPropagation();
        toggle();
      }}>
      <span class=${words ? "grow" : "grow hint"}>${words || label}</span>
      ${busy
        ? html`<span class="spinner" aria-hidden="true"></span>`
        : html`<${Icon} token="down" size="16px" />`}
    </button>
  `;
}

function Dropdown({ node, path, ctx, control, chosen, choose, multiple, close, open, setOpen }) {
  const anchor = useRef(null);
  const options = optionsOf(node, ctx);
  const label = plain(node.placeholder || "") || "请选择";
  const textOf = (value) => options.find((option) => option.value === value)?.text
    || (node.tag.endsWith("person") ? nameOf(value) : value);
  const style = { ...margin(node), width: width(node.width, node.type === "text" ? "auto" : undefined) };
  return html`
    <div class="select-box" style=${style}>
      <${Trigger} node=${node} label=${label} words=${chosen.map(textOf).join("、")} open=${open}
        control=${control} toggle=${() => setOpen(!open)} anchor=${anchor} busy=${ctx.isBusy(path)}
        locked=${control.locked || (!ctx.form && Boolean(ctx.busy))} />
      ${control.missing && html`<span class="missing" role="alert">必填</span>`}
      ${open &&
      html`<${Listbox} label=${label} options=${options} chosen=${chosen} multiple=${multiple}
        choose=${choose} close=${close} anchor=${anchor} ctx=${ctx} />`}
    </div>
  `;
}

export function Select({ node, path, ctx }) {
  const control = useControl(node, path, ctx, (option) => ({ option }));
  const [open, setOpen] = useState(false);
  const choose = async (value) => {
    setOpen(false);
    if (ctx.form || (await agreed(node))) control.change(value);
  };
  return html`<${Dropdown} node=${node} path=${path} ctx=${ctx} control=${control} open=${open}
    setOpen=${setOpen} chosen=${control.value ? [control.value] : []} choose=${choose}
    close=${() => setOpen(false)} />`;
}

export function MultiSelect({ node, path, ctx }) {
  const control = useControl(node, path, ctx, () => null);
  const [open, setOpen] = useState(false);
  const chosen = control.value || [];
  const choose = (value) =>
    control.change(chosen.includes(value) ? chosen.filter((v) => v !== value) : [...chosen, value]);
  const close = async () => {
    setOpen(false);
    if (!ctx.form && (await agreed(node))) ctx.press(path, { options: chosen });
  };
  return html`<${Dropdown} node=${node} path=${path} ctx=${ctx} control=${control} open=${open}
    setOpen=${setOpen} chosen=${chosen} choose=${choose} close=${close} multiple />`;
}
