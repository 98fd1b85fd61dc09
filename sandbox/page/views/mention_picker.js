// The list that opens over the composer at an `@`.

import { html, useEffect, useState } from "../vendor/preact-htm.js";
import { whoIs } from "../state.js";
import { Avatar } from "./avatar.js";

const KINDS = { all: "group" };

export function MentionPicker({ members, word, choose, close, input }) {
  const found = members.filter((member) => member.name.includes(word)).slice(0, 8);
  const [at, setAt] = useState(0);
  const current = Math.min(at, found.length - 1);

  useEffect(() => {
    const pressed = (event) => {
      if (event.isComposing || !found.length) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) setAt((current + step + found.length) % found.length);
      else if (event.key === "Enter" || event.key === "Tab") choose(found[current]);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    };
    const box = input.current;
    box.addEventListener("keydown", pressed, { capture: true });
    return () => box.removeEventListener("keydown", pressed, { capture: true });
  });

  if (!found.length) return null;
  return html`
    <ul class="mention-picker" role="listbox" aria-label="选择要提及的人">
      ${found.map(
        (member, i) => html`
          <li key=${member.id} role="option" aria-selected=${i === current}
            data-testid=${`mention-${member.id}`}
            onMouseDown=${(event) => event.preventDefault()} onClick=${() => choose(member)}>
            <${Avatar} name=${member.name} color=${whoIs(member.id)?.avatar_color}
              kind=${KINDS[member.id] || (member.is_bot ? "bot" : "user")} size=${24} />
            ${member.name}
            ${member.is_bot && html`<span class="badge">机器人</span>`}
          </li>
        `,
      )}
    </ul>
  `;
}
