// A list of options in a popup, for one or several choices, with the keyboard.

import { html, useLayoutEffect, useRef } from "../vendor/preact-htm.js";
import { Icon } from "../icons.js";
import { Popup } from "./popup.js";
import { CardIcon } from "./words.js";
import { Avatar } from "../views/avatar.js";
import { whoIs } from "../state.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function move(event) {
  const options = [...event.currentTarget.querySelectorAll("[role=option]")];
  const at = options.indexOf(document.activeElement);
  const to = { Home: 0, End: options.length - 1 }[event.key]
    ?? (STEPS[event.key] && (at + STEPS[event.key] + options.length) % options.length);
  if (to === undefined) return;
  event.preventDefault();
  options[to]?.focus();
}

function Option({ option, chosen, choose, ctx }) {
  return html`
    <button type="button" role="option" aria-selected=${chosen} class="option"
      data-value=${option.value} onClick=${() => choose(option.value)}>
      ${option.person &&
      html`<${Avatar} name=${option.text} color=${whoIs(option.value)?.avatar_color} size=${24} />`}
      <${CardIcon} icon=${option.icon} ctx=${ctx} />
      <span class="grow">${option.text}</span>
      ${chosen && html`<${Icon} token="done" size="16px" />`}
    </button>
  `;
}

export function Listbox({ label, options, chosen, multiple, choose, close, anchor, ctx }) {
  const list = useRef(null);
  useLayoutEffect(() => {
    const box = list.current;
    (box.querySelector("[aria-selected=true]") || box.querySelector("[role=option]"))?.focus();
  }, []);
  return html`
    <${Popup} label=${label} anchor=${anchor} phone=${ctx.phone} close=${close}>
      <div ref=${list} role="listbox" aria-label=${label} aria-multiselectable=${Boolean(multiple)}
        class="options" onKeyDown=${move}>
        ${options.map(
          (option) => html`<${Option} key=${option.value} option=${option} ctx=${ctx}
            chosen=${chosen.includes(option.value)} choose=${choose} />`,
        )}
        ${!options.length && html`<p class="empty">没有可选项</p>`}
      </div>
      ${multiple &&
      html`<div class="popup-buttons">
        <button type="button" class="strong" onClick=${close}>完成</button>
      </div>`}
    <//>
  `;
}
