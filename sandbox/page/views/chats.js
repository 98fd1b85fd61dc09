// The list of chats with their last message and what is unread.

import { html, useState } from "../vendor/preact-htm.js";
import { chooseBases, chooseChat, leavePerson } from "../session.js";
import { set, state } from "../state.js";
import { inList } from "../time.js";
import { Avatar } from "./avatar.js";
import { Icon } from "../icons.js";
import { ControlButton } from "../control/panel.js";

function ChatItem({ chat, chosen }) {
  const unread = chat.unread > 99 ? "99+" : chat.unread;
  return html`
    <li>
      <button type="button" class="chat-item" aria-current=${chosen ? "true" : undefined}
        data-testid=${`chat-${chat.chat_id}`} onClick=${() => chooseChat(chat.chat_id)}>
        <${Avatar} name=${chat.name} kind=${chat.type === "p2p" ? "bot" : "group"} size=${44} />
        <span class="two-lines">
          <span class="line-1">
            <span class="name">${chat.name}</span>
            ${chat.type === "p2p" && html`<span class="badge">机器人</span>`}
            ${chat.last && html`<time>${inList(chat.last.create_time)}</time>`}
          </span>
          <span class="line-2">
            <span class="preview">${chat.last?.text || ""}</span>
            ${chat.unread > 0 &&
            html`<span class="unread" aria-label=${`${chat.unread} 条未读`}>${unread}</span>`}
          </span>
        </span>
      </button>
    </li>
  `;
}

export function Chats({ chats, me, chatId, bench }) {
  const [search, setSearch] = useState("");
  if (!me) {
    return html`<nav class="column chats" aria-label="会话"><p class="empty">先选一个人</p></nav>`;
  }
  const word = search.trim().toLowerCase();
  const found = chats.filter((chat) => chat.name.toLowerCase().includes(word));
  return html`
    <nav class="column chats" aria-label="会话">
      <header class="column-head">
        ${state.phone &&
        html`<button type="button" class="icon-button" aria-label="换一个人" onClick=${leavePerson}>
          <${Icon} token="back" size="22px" />
        </button>`}
        <${Avatar} name=${me.name} color=${me.avatar_color} size=${32} />
        <span class="two-lines">
          <span class="line-1">${me.name}</span>
          <span class="line-2">${[me.role, me.station_name].filter(Boolean).join(" · ")}</span>
        </span>
        ${(state.phone || state.base) && html`<${ControlButton} bench=${bench} />`}
        <button type="button" class="icon-button" aria-label="多维表格" title="多维表格"
          aria-current=${state.base ? "page" : undefined} onClick=${() => chooseBases()}>
          <${Icon} token="grid" size="20px" />
        </button>
        <button type="button" class="icon-button" aria-label="发起群聊" title="发起群聊"
          onClick=${() => set({ dialog: { kind: "group" } })}>
          <${Icon} token="add" size="20px" />
        </button>
      </header>
      <label class="search">
        <${Icon} token="search" size="16px" />
        <input type="search" placeholder="搜索会话" aria-label="搜索会话" value=${search}
          onInput=${(event) => setSearch(event.target.value)} />
      </label>
      <ul class="scroll">
        ${found.map(
          (chat) => html`<${ChatItem} key=${chat.chat_id} chat=${chat}
            chosen=${chat.chat_id === chatId} />`,
        )}
      </ul>
    </nav>
  `;
}
