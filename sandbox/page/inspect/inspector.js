// One message under the glass: its JSON, its warnings, the pushes and calls around it.

import * as api from "../api.js";
import { html, useEffect, useState } from "../vendor/preact-htm.js";
import { set, state, whoIs } from "../state.js";
import { trying } from "../trying.js";
import { summary } from "../views/content.js";
import { Side, Tabs } from "../views/side.js";
import { Journal, Row, useJournal } from "./journal.js";
import { Json } from "./json.js";
import { Reading } from "./reading.js";

// What led to a message and what came of it; a card click may be answered 3 s later.
const BEFORE_MS = 2000;
const AFTER_MS = 4000;

/** Records near the birth or the last change of a message, or naming it. */
function around(records, message) {
  const born = Number(message.create_time);
  const moments = [born, Number(message.update_time)];
  const near = (at) => moments.some((one) => at > one - BEFORE_MS && at < one + AFTER_MS);
  const names = (record) => JSON.stringify(record).includes(message.message_id);
  return records.filter((record) => near(record.moment) || names(record));
}

function Around({ message }) {
  const records = useJournal();
  if (!records) return html`<p class="empty">正在加载…</p>`;
  const found = around(records, message);
  return html`
    <p class="side-hint">消息前 2 秒到后 4 秒，以及提到它的记录；时间从消息发出算起。</p>
    <ul class="records" aria-label="前后的记录">
      ${found.map((record) => html`<${Row} key=${record.key} record=${record}
        since=${Number(message.create_time)} />`)}
      ${!found.length && html`<li class="empty">没有记录</li>`}
    </ul>
  `;
}

function Facts({ message }) {
  const readers = (message.readers || []).map((id) => whoIs(id)?.name || id).join("、");
  const facts = {
    "消息 ID": message.message_id, 类型: message.msg_type,
    发送者: `${message.sender.name || "系统"} ${message.sender.id}`, 话题: message.thread_id,
    回复: message.parent_id, 已读: readers,
  };
  return html`
    <dl class="facts">
      ${Object.entries(facts).map(([name, value]) =>
        value && html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}
    </dl>
  `;
}

function About({ message }) {
  const { content, ...rest } = message;
  const card = message.msg_type === "interactive";
  return html`
    <${Facts} message=${message} />
    <${Reading} key=${message.message_id} message=${message} />
    ${(message.warnings || []).map((text) => html`<p key=${text} class="side-warning">${text}</p>`)}
    <${Json} title=${card ? "卡片" : "内容"} value=${content} />
    <${Json} title="消息" value=${rest} />
  `;
}

/** The message as this window has it, or from the server if it is not loaded. */
function useMessage(messageId) {
  const [fetched, setFetched] = useState(null);
  const here = state.messages.find((one) => one.message_id === messageId);
  useEffect(() => {
    if (!here) trying(async () => setFetched(await api.message(state.me.open_id, messageId)));
  }, [messageId, Boolean(here)]);
  return here || (fetched?.message_id === messageId ? fetched : null);
}

const TABS = { json: "JSON", around: "前后" };

function MessageSide({ side }) {
  const [tab, setTab] = useState("json");
  const message = useMessage(side.id);
  const all = html`<button type="button" class="plain small"
    onClick=${() => set({ side: { kind: "journal" } })}>全部记录</button>`;
  return html`
    <${Side} label="检查消息" head=${all}>
      <${Tabs} label="检查消息" tabs=${TABS} chosen=${tab} choose=${setTab} />
      <div class="side-body scroll" role="tabpanel" tabindex="-1">
        ${message &&
        html`<p class="side-title">${message.recalled ? "消息已撤回" : summary(message)}</p>
          ${tab === "json"
            ? html`<${About} message=${message} />`
            : html`<${Around} key=${side.id} message=${message} />`}`}
      </div>
    <//>
  `;
}

const JournalSide = () => html`<${Side} label="推送与调用"><${Journal} /><//>`;

export { JournalSide, MessageSide };
