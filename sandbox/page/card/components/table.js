// Tables: typed columns, pages, a first column that may stay while the rest scrolls.

import { html } from "../../vendor/preact-htm.js";
import { pattern } from "../../time.js";
import { TextTag } from "../header.js";
import { margin, textSize } from "../layout.js";
import { LarkMd, Markdown } from "../markdown.js";
import { Pager, usePages } from "../pager.js";
import { PersonChip } from "./person.js";

const HEIGHTS = { low: "32px", middle: "48px", high: "64px" };
const MAX_COLUMNS = 50;
const PAGE = 5;

function number(value, format = {}) {
  const digits = format.precision === undefined ? {} : {
    minimumFractionDigits: format.precision, maximumFractionDigits: format.precision,
  };
  const text = value.toLocaleString("zh-CN", { useGrouping: Boolean(format.separator), ...digits });
  return (format.symbol || "") + text;
}

const CELLS = {
  number: (value, column) => (typeof value === "number" ? number(value, column.format) : value),
  date: (value, column) => pattern(value, column.date_format),
  persons: (value) =>
    [value].flat().map((id) => html`<${PersonChip} key=${id} id=${id} size="extra_small" />`),
  options: (value) =>
    [value].flat().map((one) => {
      const { text, color } = typeof one === "string" ? { text: one } : one;
      return html`<${TextTag} key=${text} text=${text} color=${color || "neutral"} />`;
    }),
  markdown: (value, _column, ctx) => html`<${Markdown} text=${String(value)} ctx=${ctx} />`,
  lark_md: (value, _column, ctx) => html`<${LarkMd} text=${String(value)} ctx=${ctx} />`,
};

function cell(value, column, ctx) {
  if (value === undefined || value === null || value === "") return "";
  const draw = CELLS[column.data_type];
  return draw ? draw(value, column, ctx) : String(value);
}

const side = (column) =>
  column.horizontal_align || (column.data_type === "number" ? "right" : "left");

function rowStyle(node) {
  if (node.row_height === "auto") return { maxHeight: node.row_max_height || "124px" };
  return { height: HEIGHTS[node.row_height] || node.row_height || HEIGHTS.low, overflow: "hidden" };
}

function HeadCell({ column, look, ctx }) {
  const style = {
    width: column.width === "auto" ? undefined : column.width,
    minWidth: /px$/.test(column.width || "") ? column.width : undefined,
    textAlign: look.text_align || side(column),
    color: look.text_color === "grey" ? "var(--ink-2)" : undefined,
    background: look.background_style === "grey" ? "var(--fill)" : undefined,
    ...textSize(look.text_size, ctx),
    fontWeight: look.bold === false ? 400 : 600,
  };
  return html`<th scope="col" style=${style}>${column.display_name || column.name}</th>`;
}

export function Table({ node, ctx }) {
  const columns = (node.columns || []).slice(0, MAX_COLUMNS);
  const pages = usePages(node.rows || [], node.page_size || PAGE);
  const inner = rowStyle(node);
  return html`
    <div class="table-box" style=${margin(node)}>
      <div class="table-scroll" tabindex="0" role="group" aria-label="表格">
        <table class=${node.freeze_first_column ? "frozen" : ""}>
          <thead><tr>
            ${columns.map((column) => html`<${HeadCell} key=${column.name} column=${column}
              look=${node.header_style || {}} ctx=${ctx} />`)}
          </tr></thead>
          <tbody>
            ${pages.shown.map(
              (row, i) => html`<tr key=${i}>
                ${columns.map(
                  (column) => html`<td key=${column.name}
                    style=${{ textAlign: side(column), verticalAlign: column.vertical_align || "middle" }}>
                    <div class=${`cell as-${column.data_type}`} style=${inner}>
                      ${cell(row[column.name], column, ctx)}
                    </div>
                  </td>`,
                )}
              </tr>`,
            )}
            ${!pages.shown.length &&
            html`<tr><td colspan=${columns.length}><div class="cell empty">暂无数据</div></td></tr>`}
          </tbody>
        </table>
      </div>
      <${Pager} pages=${pages} />
    </div>
  `;
}
