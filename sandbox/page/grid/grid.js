// One table as a grid: views as tabs, cells that are edited in place.

import { html, useState } from "../vendor/preact-htm.js";
import { chooseBases } from "../session.js";
import { Tabs } from "../views/side.js";
import { Icon } from "../icons.js";
import { Cell } from "./cell.js";
import { ColumnHead, NewColumn } from "./columns.js";
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

const SIGNS = { form: "表单", kanban: "看板", gantt: "甘特", gallery: "画册" };

function Views({ grid, app, view }) {
  const tabs = Object.fromEntries(
    grid.views.map((one) => [one.view_id, SIGNS[one.type] ? `${one.name}（${SIGNS[one.type]}）` : one.name]),
  );
  const chosen = tabs[view] ? view : grid.views[0]?.view_id;
  const choose = (id) => chooseBases([app, grid.table_id, id].join("/"));
  return html`<${Tabs} label="视图" tabs=${tabs} chosen=${chosen} choose=${choose} />`;
}

export function Grid({ app, table, view, revision }) {
  const { grid, change, addRow, deleteRow, addColumn, ...columns } = useGrid(app, table, revision);
  const [most, setMost] = useState(STEP);
  if (!grid) return html`<p class="empty" aria-busy="true">正在加载…</p>`;
  const rows = grid.items.slice(0, most);
  return html`
    <${Views} grid=${grid} app=${app} view=${view} />
    <div class="grid-tools">
      <button type="button" class="plain small" onClick=${() => addRow()}>加行</button>
      <${NewColumn} addColumn=${addColumn} />
      <small>${grid.rows} 行 · 修订 ${grid.revision}</small>
    </div>
    <div class="grid-scroll">
      <table class="grid" aria-label=${grid.name} onKeyDown=${walk}>
        <thead><tr>
          <th class="row-number"><span class="unseen">行号</span></th>
          ${grid.fields.map((column) => html`<${ColumnHead} key=${column.field_id} column=${column} ...${columns} />`)}
          <th class="row-tools"><span class="unseen">操作</span></th>
        </tr></thead>
        <tbody>
          ${rows.map((row, i) => html`<${Row} key=${row.record_id} row=${row} at=${i} fields=${grid.fields}
            change=${change} deleteRow=${deleteRow} />`)}
        </tbody>
      </table>
      ${grid.items.length > most &&
      html`<button type="button" class="older" onClick=${() => setMost(most + STEP)}>再显示 ${STEP} 行</button>`}
      ${!grid.items.length && html`<p class="empty">还没有行</p>`}
    </div>
  `;
}
