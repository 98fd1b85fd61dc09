// A chart's place: its kind, its title and its numbers, until a drawing library fills it.

import { html } from "../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { margin } from "../layout.js";

const KINDS = {
  area: "面积图", bar: "柱状图", circularProgress: "环形进度图", common: "组合图", funnel: "漏斗图",
  line: "折线图", linearProgress: "条形进度图", pie: "饼图", radar: "雷达图", scatter: "散点图",
  wordCloud: "词云",
};
const RATIO = /^(\d+):(\d+)$/;

function rowsOf(spec) {
  const sets = Array.isArray(spec.data) ? spec.data : [spec.data];
  return sets.flatMap((set) => set?.values || []);
}

function box(node, phone) {
  if (node.height && node.height !== "auto") return { height: node.height };
  const [, x, y] = RATIO.exec(node.aspect_ratio || (phone ? "1:1" : "16:9")) || [0, 16, 9];
  return { aspectRatio: `${x} / ${y}` };
}

export function Chart({ node, ctx }) {
  const spec = node.chart_spec || {};
  const title = spec.title?.text || "";
  const kind = KINDS[spec.type] || spec.type || "图表";
  const label = [title, kind].filter(Boolean).join("，");
  return html`
    <figure class="chart" style=${{ ...margin(node), ...box(node, ctx.phone) }} data-chart=${spec.type}
      role="img" aria-label=${label}>
      <${Icon} token="chart" size="36px" />
      ${title && html`<strong>${title}</strong>`}
      <figcaption>${kind} · ${rowsOf(spec).length} 个数据</figcaption>
    </figure>
  `;
}
