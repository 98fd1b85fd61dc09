// Starts the page and lays out its three columns (one on a phone).

import { html, render, useEffect, useState } from "./vendor/preact-htm.js";
import { start, trying } from "./session.js";
import { state, watch } from "./state.js";
import { People } from "./views/people.js";
import { Chats } from "./views/chats.js";
import { Chat } from "./views/chat.js";
import { Dialogs } from "./views/dialogs.js";
import { Toast } from "./views/toast.js";
import "./card/registry.js";

function useRedraw() {
  const [, redraw] = useState(0);
  useEffect(() => {
    let planned = false;
    return watch(() => {
      if (planned) return;
      planned = true;
      queueMicrotask(() => {
        planned = false;
        redraw((n) => n + 1);
      });
    });
  }, []);
}

/** On a phone only one column shows; the address says which. */
function column() {
  if (!state.me) return "people";
  return state.chatId ? "chat" : "chats";
}

function App() {
  useRedraw();
  const shown = column();
  const all = !state.phone;
  return html`
    <div class="app" data-column=${shown}>
      ${!state.online && html`<div class="offline" role="status">连接已断开，正在重连…</div>`}
      <div class="columns">
        ${(all || shown === "people") &&
        html`<${People} people=${state.people} me=${state.me} />`}
        ${(all || shown === "chats") &&
        html`<${Chats} chats=${state.chats} me=${state.me} chatId=${state.chatId} />`}
        ${(all || shown === "chat") && html`<${Chat} state=${state} />`}
      </div>
      <${Dialogs} dialog=${state.dialog} />
      <${Toast} toast=${state.toast} />
    </div>
  `;
}

render(html`<${App} />`, document.getElementById("app"));
trying(start);
