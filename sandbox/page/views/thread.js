// A topic beside its chat, or instead of it on a phone: its root, its replies, a composer.

import { html, useEffect, useRef } from "../vendor/preact-htm.js";
import { chooseChat } from "../session.js";
import { Composer } from "./composer.js";
import { Scroller } from "./scroller.js";
import { Icon } from "../icons.js";

const close = (chat) => chooseChat(chat.chat_id);

export function Thread({ topic, chat, state, gone }) {
  const start = useRef(null);
  useEffect(() => start.current?.focus(), []);
  const messages = topic ? [topic.root, ...topic.replies].filter(Boolean) : [];
  const parent = topic?.root || topic?.replies[0];
  const escape = (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) close(chat);
  };
  return html`
    <aside class="thread" aria-label="话题" onKeyDown=${escape}>
      <header class="chat-head">
        <button ref=${start} type="button" class="icon-button" aria-label="关闭话题"
          onClick=${() => close(chat)}>
          <${Icon} token=${state.phone ? "back" : "close"} size="20px" />
        </button>
        <span class="two-lines">
          <h2 class="line-1">话题</h2>
          <span class="line-2">${chat.name} · ${topic?.replies.length || 0} 条回复</span>
        </span>
      </header>
      <div class="chat-body">
        <${Scroller} key=${state.threadId} chat=${chat} me=${state.me} messages=${messages}
          phone=${state.phone} people=${state.people} inTopic />
      </div>
      ${parent && !gone &&
      html`<${Composer} chat=${chat} me=${state.me} app=${state.app} phone=${state.phone}
        topic=${{ parentId: parent.message_id }} />`}
    </aside>
  `;
}
