// A chart: its place at once, its drawing when it comes on screen, full screen on demand.

import { html, useEffect, useRef, useState } from "../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { set } from "../../state.js";
import { chartBox, chartName } from "../chart/spec.js";
import { drawChart } from "../chart/drawing.js";
import { margin } from "../layout.js";

const NEARBY = "200px";

/** True from the moment the element first came near the window. */
function useSeen(box) {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const watch = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        setSeen(true);
        watch.disconnect();
      },
      { rootMargin: NEARBY },
    );
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  return seen;
}

/** The drawing alone, filling what is around it. */
export function ChartCanvas({ node, phone }) {
  const box = useRef(null);
  const seen = useSeen(box);
  const [outcome, setOutcome] = useState(null);
  const spec = JSON.stringify(node);
  useEffect(() => {
    if (!seen) return undefined;
    setOutcome(null);
    return drawChart(box.current, node, { phone }, setOutcome);
  }, [seen, spec, phone]);
  return html`
    <div class="chart-canvas" ref=${box} data-drawn=${outcome === "" ? "true" : undefined}></div>
    ${outcome === null && html`<span class="chart-wait"><${Icon} token="chart" size="32px" /></span>`}
    ${outcome &&
    html`<p class="chart-broken" role="alert">
      <${Icon} token="warning" size="18px" />图表无法显示，请检查 chart_spec：${outcome}
    </p>`}
  `;
}

export function Chart({ node, ctx }) {
  const spec = node.chart_spec || {};
  const label = chartName(spec);
  const enlarge = (event) => {
    event.stopPropagation();
    set({ dialog: { kind: "chart", node, label } });
  };
  const opens = node.preview !== false;
  return html`
    <figure class="chart" style=${{ ...margin(node), ...chartBox(node, ctx.phone) }}
      data-chart=${spec.type} aria-label=${label} onClick=${opens && ctx.phone ? enlarge : undefined}>
      <${ChartCanvas} node=${node} phone=${ctx.phone} />
      ${opens &&
      html`<button type="button" class="chart-enlarge" aria-label=${`全屏查看${label}`} title="全屏查看"
        onClick=${enlarge}><${Icon} token="maximize" size="16px" /></button>`}
    </figure>
  `;
}
