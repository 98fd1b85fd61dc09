// The control panel: faults, the clock, tokens, counters, and forgetting everything.

import * as api from "../api.js";
import { calm } from "../bench.js";
import { html, useState } from "../vendor/preact-htm.js";
import { refresh } from "../session.js";
import { set, state } from "../state.js";
import { trying } from "../trying.js";
import { confirmed } from "../views/dialogs.js";
import { Readings } from "../inspect/reading.js";
import { Side, Tabs } from "../views/side.js";
import { toast } from "../views/toast.js";
import { Icon } from "../icons.js";
import { Clock } from "./clock.js";
import { FaultField } from "./field.js";
import { Report } from "./report.js";
import { groupsOf, labelOf } from "./words.js";

const TABS = { faults: "故障", clock: "时钟与令牌", readings: "识别", report: "计数" };

function Faults({ bench }) {
  return html`
    ${groupsOf(Object.keys(bench.faults)).map(
      ({ title, items }) => html`
        <section key=${title} class="fault-group" aria-label=${title}>
          <h3>${title}</h3>
          ${items.map((item) => html`<${FaultField} key=${item.name} item=${item} bench=${bench} />`)}
        </section>
      `,
    )}
  `;
}

async function forget() {
  const sure = await confirmed("清空本地飞书？", "消息、群、多维表格、记录和故障都会消失；人员、令牌和已上传的文件留下。");
  if (!sure) return;
  await trying(async () => {
    await api.reset();
    await refresh();
    toast("success", "已清空");
  });
}

function Bottom({ bench }) {
  return html`
    <footer class="side-foot">
      <button type="button" class="plain" disabled=${!bench.active.length} onClick=${calm}>关掉全部故障</button>
      <button type="button" class="plain danger" onClick=${forget}>清空…</button>
    </footer>
  `;
}

export function ControlSide() {
  const [tab, setTab] = useState("faults");
  const { bench } = state;
  const journal = html`<button type="button" class="plain small"
    onClick=${() => set({ side: { kind: "journal" } })}>记录</button>`;
  return html`
    <${Side} label="控制台" head=${journal}>
      <${Tabs} label="控制台" tabs=${TABS} chosen=${tab} choose=${setTab} />
      <div class="side-body scroll" role="tabpanel">
        ${tab === "faults" && html`<${Faults} bench=${bench} />`}
        ${tab === "clock" && html`<${Clock} />`}
        ${tab === "readings" && html`<${Readings} />`}
        ${tab === "report" && html`<${Report} />`}
      </div>
      <${Bottom} bench=${bench} />
    <//>
  `;
}

/** Opens the control panel; red while a fault is on. */
export function ControlButton({ bench }) {
  const count = bench.active.length;
  const label = count ? `控制台，${count} 个故障开着` : "控制台";
  return html`
    <button type="button" class="icon-button control-button" aria-label=${label} title=${label}
      onClick=${() => set({ side: { kind: "control" } })}>
      <${Icon} token="gauge" size="20px" />
      ${count > 0 && html`<span class="fault-badge" data-testid="fault-badge">${count}</span>`}
    </button>
  `;
}

/** A red line over everything, so that nobody hunts a failure that was switched on. */
export function FaultLine({ bench }) {
  const [shown] = bench.active;
  if (!shown) return null;
  const named = (name) => labelOf(name) + (bench.usual[name] === true ? "已关" : "");
  const words = bench.active.map(named).join("、");
  return html`
    <button type="button" class="fault-line" data-testid="fault-line"
      onClick=${() => set({ side: { kind: "control" } })}>
      <${Icon} token="warning" size="14px" /><span>故障开着：${words}</span>
    </button>
  `;
}
