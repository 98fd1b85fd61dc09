// One table as a grid: views as tabs, cells that are edited in place.

import { html, useState } from "../vendor/preact-htm.js";
import { chooseBases } from "../session.js";
import { Tabs } from "../views/side.js";
import { Icon } from "../icons.js";
import { Cell } from "./cell.js";
import { ColumnHead, NewColumn } from "./columns.js";
import { Filter } from "./filter.js";
import { editorOf } from "./kinds.js";
import { useGrid } from "./live.js";

const STEP = 200;
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Arrow keys lead from cell to cell; read-only ones are skipped. */
function walk(event) {
  const move = MOVES[event.key];
  const from = event.target.closest("td[data-at]");
  if (!move || !from || !event.target.matches(".cell-button")) return;
  event.preventDefault();
  let [row, column] = from.dataset.at.split(",").map(Number);
  for (;;) {
    row += move[0];
    column += move[1];
    const to = event.currentTarget.querySelector(`td[data-at="${row},${column}"]`);
    if (!to) return;
    const button = to.querySelector(".cell-button");
    if (button) return button.focus();
  }
}

function Row({ row, at, fields, change, deleteRow }) {
  return html`
    <tr data-record=${row.record_id}>
      <th scope="row" class="row-number">${at + 1}</th>
      ${fields.map(
        (column, i) => html`<td key=${column.field_id} data-at=${`${at},${i}`} data-column=${column.name}
          class=${editorOf(column) ? `kind-${column.type}` : "off"}>
          <${Cell} column=${column} row=${row} rowNumber=${at + 1} change=${change} />
        </td>`,
      )}
      <td class="row-tools">
        <button type="button" class="icon-button" aria-label=${`删除第 ${at + 1} 行`} title="删除这一行"
          onClick=${() => deleteRow(row.record_id)}><${Icon} token="trash" size="16px" /></button>
      </td>
    </tr>
  `;
}

const NO_VIEW = { filter: { conjunction: "and", conditions: [] }, hidden: [] };
const SIGNS = { form: "表单", kanban: "看板", gantt: "甘特", gallery: "画册" };

function Views({ grid, app, view, addView }) {
  const tabs = Object.fromEntries(
    grid.views.map((one) => [one.view_id, SIGNS[one.type] ? `${one.name}（${SIGNS[one.type]}）` : one.name]),
  );
  const chosen = tabs[view] ? view : grid.views[0]?.view_id;
  const choose = (id) => chooseBases([app, grid.table_id, id].join("/"));
  return html`
    <div class="views">
      <${Tabs} label="视图" tabs=${tabs} chosen=${chosen} choose=${choose} />
      <button type="button" class="icon-button" aria-label="加视图" title="加视图"
        onClick=${() => addView({ name: `表格 ${grid.views.length + 1}` })}><${Icon} token="add" size="16px" /></button>
    </div>
  `;
}

export function Grid({ app, table, view, revision }) {
  const { grid, change, addRow, deleteRow, addColumn, addView, changeView, deleteView, ...columns } =
    useGrid(app, table, view || "first", revision);
  const [most, setMost] = useState(STEP);
  if (!grid) return html`<p class="empty" aria-busy="true">正在加载…</p>`;
  const rows = grid.items.slice(0, most);
  const now = grid.views.find((one) => one.view_id === view) || grid.views[0] || NO_VIEW;
  const shown = grid.fields.filter((column) => !now.hidden.includes(column.field_id));
  const alter = (wish) => changeView(now.view_id, wish);
  const hide = (column) => alter({ hidden: [...now.hidden, column.field_id] });
  return html`
    <${Views} grid=${grid} app=${app} view=${view} addView=${addView} />
    <div class="grid-tools">
      <button type="button" class="plain small" onClick=${() => addRow()}>加行</button>
      <${NewColumn} addColumn=${addColumn} />
      <${Filter} key=${now.view_id} view=${now} fields=${grid.fields} alter=${alter} />
      ${now.hidden.length > 0 &&
      html`<button type="button" class="plain small" onClick=${() => alter({ hidden: [] })}>
        显示隐藏的 ${now.hidden.length} 列</button>`}
      ${grid.views.length > 1 &&
      html`<button type="button" class="plain small" onClick=${() => deleteView(now.view_id)}>删除视图</button>`}
      <small role="status">${grid.items.length < grid.rows ? `${grid.items.length} / ${grid.rows}` : grid.rows} 行 ·
        修订 ${grid.revision}</small>
    </div>
    <div class="grid-scroll">
      <table class="grid" aria-label=${grid.name} onKeyDown=${walk}>
        <thead><tr>
          <th class="row-number"><span class="unseen">行号</span></th>
          ${shown.map((column) => html`<${ColumnHead} key=${column.field_id} column=${column} hide=${hide} ...${columns} />`)}
          <th class="row-tools"><span class="unseen">操作</span></th>
        </tr></thead>
        <tbody>
          ${rows.map((row, i) => html`<${Row} key=${row.record_id} row=${row} at=${i} fields=${shown}
            change=${change} deleteRow=${deleteRow} />`)}
        </tbody>
      </table>
      ${grid.items.length > most &&
      html`<button type="button" class="older" onClick=${() => setMost(most + STEP)}>再显示 ${STEP} 行</button>`}
      ${!grid.items.length && html`<p class="empty">还没有行</p>`}
    </div>
  `;
}
