// A round picture with the last two characters of a name.

import { html } from "../vendor/preact-htm.js";
import { Icon } from "../icons.js";

const COLORS = ["#3370ff", "#7f3bf5", "#14a8a0", "#de7802", "#2ea121", "#d136d1", "#4954e6"];

function pick(text) {
  let sum = 0;
  for (const letter of text) sum += letter.codePointAt(0);
  return COLORS[sum % COLORS.length];
}

const initials = (name, size) =>
  /^[\x20-\x7e]+$/.test(name) ? name.slice(0, 2) : name.slice(size < 28 ? -1 : -2);

export function Avatar({ name = "", color, kind = "user", size = 40 }) {
  const style = {
    width: `${size}px`, height: `${size}px`, fontSize: `${Math.max(10, size * 0.34)}px`,
    background: kind === "bot" ? "#1456f0" : color || pick(name),
  };
  const sign = { bot: "robot", group: "group" }[kind];
  return html`
    <span class="avatar" style=${style} aria-hidden="true">
      ${sign ? html`<${Icon} token=${sign} size=${`${size * 0.6}px`} />` : initials(name, size)}
    </span>
  `;
}
