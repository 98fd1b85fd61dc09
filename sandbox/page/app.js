// Starts the page and lays out its three columns (one on a phone).

import { html, render, useEffect, useState } from "./vendor/preact-htm.js";
import { start } from "./session.js";
import { trying } from "./trying.js";
import { state, watch } from "./state.js";
import { People } from "./views/people.js";
import { Chats } from "./views/chats.js";
import { Bases } from "./grid/bases.js";
import { Chat } from "./views/chat.js";
import { Dialogs } from "./views/dialogs.js";
import { Toast } from "./views/toast.js";
import { ControlSide, FaultLine } from "./control/panel.js";
import { JournalSide, MessageSide } from "./inspect/inspector.js";
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
  if (state.base) return "base";
  return state.chatId ? "chat" : "chats";
}

const SIDES = { control: ControlSide, journal: JournalSide, message: MessageSide };

function App() {
  useRedraw();
  const shown = column();
  const all = !state.phone;
  const Beside = SIDES[state.side?.kind];
  return html`
    <div class="app" data-column=${shown} data-side=${Beside && all ? "true" : undefined}>
      ${!state.online && html`<div class="offline" role="status">连接已断开，正在重连…</div>`}
      <${FaultLine} bench=${state.bench} />
      <div class="columns">
        ${(all || shown === "people") &&
        html`<${People} people=${state.people} me=${state.me} bench=${state.bench} />`}
        ${(all || shown === "chats") &&
        html`<${Chats} chats=${state.chats} me=${state.me} chatId=${state.chatId}
          bench=${state.bench} />`}
        ${(shown === "chat" || (all && shown !== "base")) && html`<${Chat} state=${state} />`}
        ${shown === "base" && html`<${Bases} state=${state} />`}
        ${Beside && all && html`<${Beside} key=${state.side.id || state.side.kind} side=${state.side} />`}
      </div>
      ${Beside && !all && html`<${Beside} side=${state.side} />`}
      <${Dialogs} dialog=${state.dialog} />
      <${Toast} toast=${state.toast} />
    </div>
  `;
}

render(html`<${App} />`, document.getElementById("app"));
trying(start);
