// A pipe table: five rows a page, wide ones scroll sideways.

import { html } from "../vendor/preact-htm.js";
import { Pager, usePages } from "./pager.js";

const ROWS = 5;
const rowsOf = (node, type) =>
  node.children
    .filter((part) => part.token.type === type)
    .flatMap((part) => part.children.map((row) => row.children));

const align = (cell) => ({
  textAlign: /text-align:(\w+)/.exec(cell.token.attrGet("style") || "")?.[1],
});

export function MarkdownTable({ node, drawCell }) {
  const rows = rowsOf(node, "tbody_open");
  const pages = usePages(rows, ROWS);
  return html`
    <div class="table-box">
      <div class="table-scroll" tabindex="0" role="group" aria-label="表格">
        <table>
          <thead>
            ${rowsOf(node, "thead_open").map(
              (cells, i) => html`<tr key=${i}>
                ${cells.map((cell, j) => html`<th key=${j} style=${align(cell)}>${drawCell(cell)}</th>`)}
              </tr>`,
            )}
          </thead>
          <tbody>
            ${pages.shown.map(
              (cells, i) => html`<tr key=${i}>
                ${cells.map((cell, j) => html`<td key=${j} style=${align(cell)}>${drawCell(cell)}</td>`)}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <${Pager} pages=${pages} />
    </div>
  `;
}
