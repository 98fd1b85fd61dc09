// Bitable: the bases with their tables, and the table that is open.

import * as api from "../api.js";
import { html } from "../vendor/preact-htm.js";
import { chooseBases, leaveChat } from "../session.js";
import { trying } from "../trying.js";
import { Icon } from "../icons.js";
import { Grid } from "./grid.js";
import { useBases } from "./live.js";

const RIGHTS = { none: "机器人无权", view: "机器人可阅读", edit: "机器人可编辑", full_access: "机器人可管理" };

function Base({ base, table, me, ask }) {
  const add = () =>
    trying(async () => {
      const made = await api.makeTable(me.open_id, base.app_token, `数据表 ${base.tables.length + 1}`);
      await ask();
      chooseBases(`${base.app_token}/${made.table_id}`);
    });
  return html`
    <section class="base" aria-label=${base.name}>
      <h3 title=${base.app_token}><${Icon} token="grid" size="16px" /><span>${base.name}</span>
        <button type="button" class="icon-button" aria-label=${`给 ${base.name} 加数据表`} title="加数据表"
          onClick=${add}><${Icon} token="add" size="16px" /></button>
      </h3>
      <p class="base-facts">${RIGHTS[base.bot]}${base.subscribed ? " · 已订阅" : ""}${base.locked ? " · 已锁" : ""}</p>
      <ul>
        ${base.tables.map(
          (one) => html`<li key=${one.table_id}><button type="button" class="table-item"
            aria-current=${one.table_id === table ? "true" : undefined}
            onClick=${() => chooseBases(`${base.app_token}/${one.table_id}`)}>
            <span>${one.name}</span><small>${one.rows}</small>
          </button></li>`,
        )}
      </ul>
    </section>
  `;
}

function List({ bases, table, me, ask }) {
  const make = () =>
    trying(async () => {
      const { app_token: app, tables } = await api.makeBase(me.open_id, "新的多维表格");
      await ask();
      chooseBases(`${app}/${tables[0].table_id}`);
    });
  return html`
    <nav class="base-list scroll" aria-label="多维表格列表">
      ${(bases || []).map((base) => html`<${Base} key=${base.app_token} base=${base} table=${table} me=${me}
        ask=${ask} />`)}
      ${bases && !bases.length && html`<p class="empty">还没有多维表格</p>`}
      <button type="button" class="plain small" onClick=${make}>新建多维表格</button>
    </nav>
  `;
}

export function Bases({ state }) {
  const [bases, ask] = useBases();
  const [app, table, view] = state.base.split("/");
  const base = (bases || []).find((one) => one.app_token === app);
  const row = base?.tables.find((one) => one.table_id === table);
  const open = Boolean(row);
  const back = () => (open ? chooseBases() : leaveChat());
  const whole = !state.phone;
  return html`
    <main class="column chat bases" aria-label="多维表格">
      <header class="chat-head">
        ${state.phone &&
        html`<button type="button" class="icon-button" aria-label="返回" onClick=${back}>
          <${Icon} token="back" size="22px" />
        </button>`}
        <span class="two-lines">
          <h2 class="line-1">${open ? row.name : "多维表格"}</h2>
          <span class="line-2">${open ? base.name : `${bases?.length ?? 0} 个`}</span>
        </span>
      </header>
      <div class="bases-body">
        ${(whole || !open) && html`<${List} bases=${bases} table=${table} me=${state.me} ask=${ask} />`}
        ${open &&
        html`<div class="grid-place">
          <${Grid} key=${table} app=${app} table=${table} view=${view} revision=${row.revision} />
        </div>`}
        ${whole && !open && html`<p class="empty grid-place">选一张数据表</p>`}
      </div>
    </main>
  `;
}
