// The report's counters, live.

import * as api from "../api.js";
import { html, useEffect, useState } from "../vendor/preact-htm.js";
import { trying } from "../trying.js";
import { labelOf } from "./words.js";

const EVERY_MS = 1000;
const WORDS = {
  messages: "消息", calls: "调用", pushes: "推送", retries: "推送重试", lost: "推送丢失",
  throttled: "被限频", invalid_cards: "被拒的卡片", late_answers: "点击超时", bad_answers: "点击应答不对",
  duplicates: "重复回复", uuid_repeats: "uuid 挡下的重复", pending_pushes: "等待推送",
};
const BAD = new Set(["lost", "invalid_cards", "late_answers", "bad_answers", "duplicates"]);

const Counts = ({ title, counts, nameOf }) =>
  Object.keys(counts).length > 0 &&
  html`
    <section class="fault-group" aria-label=${title}>
      <h3>${title}</h3>
      <dl class="counts">
        ${Object.entries(counts).map(
          ([name, count]) => html`<div key=${name} class=${BAD.has(name) && count ? "bad" : ""}>
            <dt>${nameOf(name)}</dt><dd data-count=${name}>${count}</dd>
          </div>`,
        )}
      </dl>
    </section>
  `;

export function Report() {
  const [report, setReport] = useState(null);
  useEffect(() => {
    const ask = async () => setReport(await api.report());
    trying(ask);
    const timer = setInterval(() => document.hidden || ask().catch(() => {}), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  if (!report) return html`<p class="empty">正在加载…</p>`;
  const plain = Object.fromEntries(Object.entries(report).filter(([, one]) => typeof one === "number"));
  return html`
    <${Counts} title="计数" counts=${plain} nameOf=${(name) => WORDS[name] || name} />
    <${Counts} title="拒绝的错误码" counts=${report.refused || {}} nameOf=${(name) => name} />
    <${Counts} title="故障起作用的次数" counts=${report.faults || {}} nameOf=${labelOf} />
  `;
}
