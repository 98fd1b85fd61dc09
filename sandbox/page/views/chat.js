// One conversation: its head, its messages, its composer.

import { html, useMemo, useState } from "../vendor/preact-htm.js";
import { folded, topicOf } from "../folding.js";
import { leaveChat } from "../session.js";
import { Composer } from "./composer.js";
import { Members } from "./members.js";
import { Scroller } from "./scroller.js";
import { Thread } from "./thread.js";
import { Avatar } from "./avatar.js";
import { Icon } from "../icons.js";

function Head({ chat, phone, showMembers }) {
  const group = chat.type === "group";
  return html`
    <header class="chat-head">
      ${phone &&
      html`<button type="button" class="icon-button" aria-label="返回" onClick=${leaveChat}>
        <${Icon} token="back" size="22px" />
      </button>`}
      <${Avatar} name=${chat.name} kind=${group ? "group" : "bot"} size=${36} />
      <span class="two-lines">
        <h2 class="line-1">${chat.name}${!group && html`<span class="badge">机器人</span>`}</h2>
        <span class="line-2">
          ${chat.description || (group ? `${chat.members.length} 人` : "与机器人的单聊")}
        </span>
      </span>
      ${group &&
      html`<button type="button" class="icon-button" aria-label="群成员" title="群成员"
        onClick=${showMembers}><${Icon} token="group" size="20px" /></button>`}
    </header>
  `;
}

export function Chat({ state }) {
  const [members, setMembers] = useState(false);
  const { chat, me } = state;
  const { stream, topics } = useMemo(() => folded(state.messages), [state.messages]);
  if (!me || !state.chatId) {
    const hint = me ? "选择一个会话开始聊天" : "从左侧选一个人，用他的身份使用飞书";
    return html`<main class="column chat blank"><p>${hint}</p></main>`;
  }
  if (!chat) {
    return html`<main class="column chat blank" aria-busy="true"><p>正在加载…</p></main>`;
  }
  const row = state.chats.find((known) => known.chat_id === chat.chat_id);
  const gone = chat.dissolved || row?.dissolved;
  return html`
    <main class="column chat" aria-label=${chat.name} key=${chat.chat_id}
      data-topic=${state.threadId ? "open" : undefined}>
      <${Head} chat=${chat} phone=${state.phone} showMembers=${() => setMembers(!members)} />
      <div class="chat-body">
        <${Scroller} chat=${chat} me=${me} messages=${stream} topics=${topics} more=${state.more}
          loading=${state.loading} phone=${state.phone} people=${state.people} />
        ${members && chat.type === "group" &&
        html`<${Members} chat=${chat} close=${() => setMembers(false)} />`}
      </div>
      ${gone
        ? html`<p class="gone">群聊已解散</p>`
        : html`<${Composer} chat=${chat} me=${me} app=${state.app} replyTo=${state.replyTo}
            phone=${state.phone} />`}
      ${state.threadId &&
      html`<${Thread} topic=${topicOf(topics, state.messages, state.threadId)} chat=${chat} state=${state} gone=${gone} />`}
    </main>
  `;
}
