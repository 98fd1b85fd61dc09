// A panel beside the page on a desktop, a sheet over it on a phone.

import { html, useEffect, useRef } from "../vendor/preact-htm.js";
import { set, state } from "../state.js";
import { Icon } from "../icons.js";
import { Modal } from "./modal.js";

export const closeSide = () => set({ side: null });

function Top({ label, start, children }) {
  return html`
    <header class="side-head">
      <h2>${label}</h2>
      ${children}
      <button ref=${start} type="button" class="icon-button" aria-label=${`关闭${label}`}
        onClick=${closeSide}><${Icon} token="close" size="18px" /></button>
    </header>
  `;
}

function Beside({ label, head, children }) {
  const start = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    start.current.focus();
    return () => before?.isConnected && before.focus({ preventScroll: true });
  }, []);
  const escape = (event) => event.key === "Escape" && !event.defaultPrevented && closeSide();
  return html`
    <aside class="side" aria-label=${label} onKeyDown=${escape}>
      <${Top} label=${label} start=${start}>${head}<//>
      ${children}
    </aside>
  `;
}

export function Side({ label, head, children }) {
  if (!state.phone) return html`<${Beside} label=${label} head=${head}>${children}<//>`;
  return html`
    <${Modal} label=${label} className="side-sheet" onClose=${closeSide}>
      <${Top} label=${label}>${head}<//>
      ${children}
    <//>
  `;
}

/** Two or three choices of which one holds. */
export function Tabs({ label, tabs, chosen, choose }) {
  const move = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const keys = Object.keys(tabs);
    const next = keys[(keys.indexOf(chosen) + step + keys.length) % keys.length];
    choose(next);
    event.currentTarget.querySelector(`[data-tab="${next}"]`)?.focus();
  };
  return html`
    <div class="tabs" role="tablist" aria-label=${label} onKeyDown=${move}>
      ${Object.entries(tabs).map(
        ([key, words]) => html`<button key=${key} type="button" role="tab" data-tab=${key}
          aria-selected=${key === chosen} tabindex=${key === chosen ? 0 : -1}
          onClick=${() => choose(key)}>${words}</button>`,
      )}
    </div>
  `;
}
