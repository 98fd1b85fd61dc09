// Who is in a group; people and the bot come and go here.

import * as api from "../api.js";
import { html, useState } from "../vendor/preact-htm.js";
import { set, state, whoIs } from "../state.js";
import { trying } from "../trying.js";
import { Avatar } from "./avatar.js";
import { confirmed } from "./dialogs.js";
import { Icon } from "../icons.js";

/** The chat as it is after somebody came or went; one who left sees it no more. */
const acting = (act, chat, ids) =>
  trying(async () => {
    const after = await act(state.me.open_id, chat.chat_id, ids);
    const inside = after.members.some((member) => member.id === state.me.open_id);
    if (inside && state.chatId === chat.chat_id) set({ chat: after });
  });

function Member({ member, chat }) {
  const person = whoIs(member.id);
  const remove = async () => {
    const sure = await confirmed(`移出 ${member.name}？`, member.is_bot ? "机器人不再收到这个群的消息。" : "");
    if (sure) await acting(api.removeMembers, chat, [member.id]);
  };
  return html`
    <li class="member">
      <${Avatar} name=${member.name} color=${person?.avatar_color}
        kind=${member.is_bot ? "bot" : "user"} size=${32} />
      <span class="two-lines">
        <span class="line-1">
          ${member.name}
          ${member.is_bot && html`<span class="badge">机器人</span>`}
          ${member.id === chat.owner && html`<span class="badge quiet">群主</span>`}
        </span>
        <span class="line-2">${[person?.role, person?.station_name].filter(Boolean).join(" · ")}</span>
      </span>
      ${!chat.dissolved &&
      html`<button type="button" class="icon-button" aria-label=${`移出 ${member.name}`} title="移出"
        onClick=${remove}><${Icon} token="close" size="16px" /></button>`}
    </li>
  `;
}

const MOST_SHOWN = 20;

/** By name, role or station; the bot like anybody. */
function Invite({ chat }) {
  const [search, setSearch] = useState("");
  const word = search.trim();
  const inside = new Set(chat.members.map((member) => member.id));
  const bot = { open_id: state.app.open_id, name: state.app.name, role: "机器人", station_name: "" };
  const fits = (one) => !inside.has(one.open_id) && [one.name, one.role, one.station_name].join(" ").includes(word);
  const found = word ? [bot, ...state.people].filter(fits).slice(0, MOST_SHOWN) : [];
  const add = async (one) => {
    await acting(api.addMembers, chat, [one.open_id]);
    setSearch("");
  };
  return html`
    <div class="invite">
      <input class="control" type="search" aria-label="添加成员" placeholder="添加成员：姓名、岗位、油站" value=${search}
        onInput=${(event) => setSearch(event.target.value)} />
      <ul>
        ${found.map((one) => html`<li key=${one.open_id}><button type="button" class="option"
          aria-label=${`添加 ${one.name}`} onClick=${() => add(one)}>
          ${one.name}<small>${[one.role, one.station_name].filter(Boolean).join(" · ")}</small>
        </button></li>`)}
      </ul>
    </div>
  `;
}

export function Members({ chat, close }) {
  const dissolve = async () => {
    const sure = await confirmed("解散群聊？", "所有人都不能再发言。");
    if (sure) await trying(() => api.dissolve(state.me.open_id, chat.chat_id));
  };
  const open = !chat.dissolved;
  return html`
    <aside class="members" aria-label="群成员">
      <header>
        <h3>群成员 ${chat.members.length}</h3>
        <button type="button" class="icon-button" aria-label="关闭" onClick=${close}>
          <${Icon} token="close" size="18px" />
        </button>
      </header>
      ${open && html`<${Invite} chat=${chat} />`}
      <ul class="scroll">
        ${chat.members.map((member) => html`<${Member} key=${member.id} member=${member} chat=${chat} />`)}
      </ul>
      ${open && chat.owner === state.me.open_id &&
      html`<button type="button" class="plain danger" onClick=${dissolve}>解散群聊</button>`}
    </aside>
  `;
}
