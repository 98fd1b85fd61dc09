// What opens at a control: beside it on a desktop, a sheet from below on a phone.

import { html, useLayoutEffect, useRef } from "../vendor/preact-htm.js";

const GAP = 4;
const EDGE = 8;

function place(dialog, anchor) {
  const at = anchor.getBoundingClientRect();
  dialog.style.minWidth = `${Math.max(180, at.width)}px`;
  const { offsetHeight: height, offsetWidth: width } = dialog;
  const below = at.bottom + GAP;
  const fits = below + height <= innerHeight - EDGE || at.top < height;
  const top = fits ? Math.min(below, innerHeight - height - EDGE) : at.top - GAP - height;
  dialog.style.top = `${Math.max(EDGE, top)}px`;
  dialog.style.left = `${Math.max(EDGE, Math.min(at.left, innerWidth - width - EDGE))}px`;
}

export function Popup({ label, anchor, phone, close, children }) {
  const box = useRef(null);
  useLayoutEffect(() => {
    const dialog = box.current;
    dialog.showModal();
    if (!phone && anchor.current) place(dialog, anchor.current);
    return () => dialog.close();
  }, []);
  const clicked = (event) => {
    event.stopPropagation();
    if (event.target === box.current) close();
  };
  return html`
    <dialog ref=${box} class=${phone ? "popup sheet" : "popup"} aria-label=${label} onClick=${clicked}
      onCancel=${(event) => {
        event.preventDefault();
        close();
      }}>
      ${phone && html`<div class="sheet-head">${label}</div>`}
      ${children}
    </dialog>
  `;
}
