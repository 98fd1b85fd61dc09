// Turning the pages of a table.

import { html, useState } from "../vendor/preact-htm.js";
import { Icon } from "../icons.js";

export function usePages(rows, size) {
  const [page, setPage] = useState(0);
  const count = Math.max(1, Math.ceil(rows.length / size));
  const at = Math.min(page, count - 1);
  return { shown: rows.slice(at * size, (at + 1) * size), at, count, setPage };
}

export function Pager({ pages: { at, count, setPage } }) {
  if (count < 2) return null;
  const turn = (to) => (event) => {
    event.stopPropagation();
    setPage(to);
  };
  return html`
    <div class="pager" role="group" aria-label="翻页">
      <button type="button" aria-label="上一页" disabled=${at === 0} onClick=${turn(at - 1)}>
        <${Icon} token="back" size="14px" />
      </button>
      <span>${at + 1} / ${count}</span>
      <button type="button" aria-label="下一页" disabled=${at === count - 1} onClick=${turn(at + 1)}>
        <${Icon} token="right" size="14px" />
      </button>
    </div>
  `;
}
