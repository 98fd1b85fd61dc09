// The line at the top that says how a click went.

import { html, useLayoutEffect, useRef } from "../vendor/preact-htm.js";
import { Icon } from "../icons.js";
import { set } from "../state.js";

const ICONS = { success: "succeed", error: "error", warning: "warning", info: "info" };
const SHOWN_MS = 4000;
let timer = 0;

export function toast(type, content) {
  clearTimeout(timer);
  set({ toast: { type: ICONS[type] ? type : "info", content } });
  timer = setTimeout(() => set({ toast: null }), SHOWN_MS);
}

export function Toast({ toast: shown }) {
  const place = useRef(null);
  // As a popover it also lies over dialogs, which come after it in the top layer otherwise.
  useLayoutEffect(() => {
    if (!shown) return undefined;
    place.current.showPopover();
    return () => place.current?.hidePopover();
  }, [shown]);
  return html`
    <div ref=${place} popover="manual" class="toast-place" role="status" aria-live="polite">
      ${shown &&
      html`<div class=${`toast ${shown.type}`} data-testid="toast" data-type=${shown.type}>
        <${Icon} token=${ICONS[shown.type] + "_filled"} size="18px" />
        <span>${shown.content}</span>
      </div>`}
    </div>
  `;
}
