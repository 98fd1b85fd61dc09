// Who is in a group.

import { html } from "../vendor/preact-htm.js";
import { whoIs } from "../state.js";
import { Avatar } from "./avatar.js";
import { Icon } from "../icons.js";

export function Members({ chat, close }) {
  return html`
    <aside class="members" aria-label="群成员">
      <header>
        <h3>群成员 ${chat.members.length}</h3>
        <button type="button" class="icon-button" aria-label="关闭" onClick=${close}>
          <${Icon} token="close" size="18px" />
        </button>
      </header>
      <ul class="scroll">
        ${chat.members.map((member) => {
          const person = whoIs(member.id);
          return html`
            <li key=${member.id} class="member">
              <${Avatar} name=${member.name} color=${person?.avatar_color}
                kind=${member.is_bot ? "bot" : "user"} size=${32} />
              <span class="two-lines">
                <span class="line-1">
                  ${member.name}
                  ${member.is_bot && html`<span class="badge">机器人</span>`}
                  ${member.id === chat.owner && html`<span class="badge quiet">群主</span>`}
                </span>
                <span class="line-2">
                  ${[person?.role, person?.station_name].filter(Boolean).join(" · ")}
                </span>
              </span>
            </li>
          `;
        })}
      </ul>
    </aside>
  `;
}
