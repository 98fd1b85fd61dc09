// Pushes and API calls as rows; the journal of the whole sandbox.

import * as api from "../api.js";
import { html, useEffect, useState } from "../vendor/preact-htm.js";
import { trying } from "../trying.js";
import { Json } from "./json.js";

const EVERY_MS = 1500;
const ASKED = 1000;
const SHOWN = 300;
const KINDS = { all: "全部", push: "推送", call: "调用", bad: "失败" };

const asPush = (one) => ({
  ...one, kind: "push", name: one.event_type, key: `p${one.n}${one.at}`, bad: !one.ok, moment: Date.parse(one.at),
});
const asCall = (one) => ({
  ...one, kind: "call", name: `${one.method} ${one.path.replace(/^\/open-apis/, "")}`, key: `c${one.n}${one.at}`,
  bad: one.code !== 0 || one.status !== 200, moment: Date.parse(one.at),
});

/** One journal: each time only what is new is asked for. A number that goes back means a new journal. */
function follower(ask, shaped) {
  let known = [];
  return async () => {
    const last = known.at(-1)?.n || 0;
    const fresh = await ask(last, ASKED);
    if (fresh.length && fresh[0].n <= last) known = [];
    if (fresh.length) known = [...known, ...fresh.map(shaped)].slice(-ASKED);
    return known;
  };
}

/** Both journals, oldest first, asked for again and again while somebody looks. */
export function useJournal() {
  const [records, setRecords] = useState(null);
  useEffect(() => {
    let stopped = false;
    const sources = [follower(api.pushes, asPush), follower(api.calls, asCall)];
    const ask = async () => {
      const found = await Promise.all(sources.map((source) => source()));
      if (!stopped) setRecords(found.flat().sort((a, b) => a.moment - b.moment));
    };
    trying(ask);
    const timer = setInterval(() => document.hidden || ask().catch(() => {}), EVERY_MS);
    return () => {
      stopped = true;
      clearInterval(timer);
    };
  }, []);
  return records;
}

function outcome(record) {
  if (!record.status) return record.error || "无应答";
  const code = record.kind === "call" && record.code ? ` · ${record.code}` : "";
  return `${record.status}${code}`;
}

const clock = (moment) => new Date(moment).toISOString().slice(11, 23);

function Detail({ record }) {
  const { kind, n, name, key, bad, moment, body, answer, ...rest } = record;
  const title = kind === "push" ? "推送内容" : "请求内容";
  return html`
    <${Json} title="记录" value=${rest} />
    ${body !== undefined && body !== null && html`<${Json} title=${title} value=${body} />`}
    ${answer !== undefined && answer !== null && html`<${Json} title="应答" value=${answer} />`}
  `;
}

export function Row({ record, since }) {
  const [open, setOpen] = useState(false);
  const when = since === undefined ? clock(record.moment) : `${record.moment - since >= 0 ? "+" : ""}${record.moment - since} ms`;
  const again = record.kind === "push" && record.attempt > 1;
  return html`
    <li class=${record.bad ? "record bad" : "record"} data-kind=${record.kind} data-name=${record.name}>
      <button type="button" aria-expanded=${open} onClick=${() => setOpen(!open)}>
        <span class=${`kind ${record.kind}`}>${KINDS[record.kind]}</span>
        <span class="record-name">${record.name}${again && html`<small>第 ${record.attempt} 次</small>`}</span>
        <span class="record-facts">
          <time>${when}</time><span class="outcome">${outcome(record)}</span><span>${Math.round(record.ms)} ms</span>
        </span>
      </button>
      ${open && html`<div class="record-detail"><${Detail} record=${record} /></div>`}
    </li>
  `;
}

const fits = (record, kind, word) =>
  (kind === "all" || (kind === "bad" ? record.bad : record.kind === kind)) &&
  (!word || JSON.stringify(record).toLowerCase().includes(word));

export function Journal() {
  const records = useJournal();
  const [kind, setKind] = useState("all");
  const [search, setSearch] = useState("");
  const word = search.trim().toLowerCase();
  const found = (records || []).filter((record) => fits(record, kind, word));
  return html`
    <div class="journal-filter">
      <input class="control" type="search" aria-label="筛选记录" placeholder="路径、事件、错误码、内容"
        value=${search} onInput=${(event) => setSearch(event.target.value)} />
      <div class="chips" role="group" aria-label="记录类别">
        ${Object.entries(KINDS).map(
          ([key, words]) => html`<button key=${key} type="button" aria-pressed=${key === kind}
            onClick=${() => setKind(key)}>${words}</button>`,
        )}
        <small role="status">${found.length} 条</small>
      </div>
    </div>
    <ul class="records scroll" aria-label="记录">
      ${found.slice(-SHOWN).reverse().map((record) => html`<${Row} key=${record.key} record=${record} />`)}
      ${records && !found.length && html`<li class="empty">没有记录</li>`}
    </ul>
  `;
}
