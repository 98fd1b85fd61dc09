// A window over the page that holds the focus until it is closed.

import { html, useLayoutEffect, useRef } from "../vendor/preact-htm.js";

export function Modal({ label, className = "", onClose, children }) {
  const box = useRef(null);
  useLayoutEffect(() => {
    const dialog = box.current;
    const before = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      if (before?.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  const outside = (event) => event.target === box.current && onClose();
  return html`
    <dialog ref=${box} class=${`modal ${className}`} aria-label=${label} onClick=${outside}
      onCancel=${(event) => {
        event.preventDefault();
        onClose();
      }}>${children}</dialog>
  `;
}
