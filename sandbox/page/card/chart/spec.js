// From a card's chart_spec to what VChart is given: colours, size and quietness of the client.

const PALETTES = {
  brand: ["#3370ff", "#85a9ff", "#1cc5c2", "#8ce0dd", "#ffb84d", "#ffd899", "#7f3bf5", "#bd9cf8"],
  rainbow: ["#3370ff", "#2cb7a5", "#f8c22d", "#f06f39", "#e54595", "#935af6", "#4e83fd", "#6dcdeb"],
  complementary: ["#3370ff", "#ff9f40", "#85a9ff", "#ffc98c", "#1b4ecc", "#d9771a", "#c2d4ff", "#ffe4c7"],
  converse: ["#3370ff", "#f54a45", "#85a9ff", "#fa9c99", "#1b4ecc", "#b5201b", "#c2d4ff", "#fdd3d2"],
  primary: ["#1b4ecc", "#3370ff", "#5c8dff", "#85a9ff", "#adc5ff", "#c2d4ff", "#d6e2ff", "#ebf0ff"],
};
const RATIO = /^(\d+):(\d+)$/;
const NAMES = {
  area: "面积图", bar: "柱状图", circularProgress: "环形进度图", common: "组合图", funnel: "漏斗图",
  line: "折线图", linearProgress: "条形进度图", pie: "饼图", radar: "雷达图", scatter: "散点图",
  wordCloud: "词云",
};

export function chartName(spec) {
  const kind = NAMES[spec.type] || spec.type || "图表";
  return [spec.title?.text, kind].filter(Boolean).join("，");
}

/** The height wins over the ratio; without either a phone shows a square. */
export function chartBox(node, phone) {
  if (node.height && node.height !== "auto") return { height: node.height };
  const [, x, y] = RATIO.exec(node.aspect_ratio || (phone ? "1:1" : "16:9")) || [0, 16, 9];
  return { aspectRatio: `${x} / ${y}` };
}

/** A copy, for VChart writes into what it is given; still, so that a card never moves by itself. */
export function chartSpec(node, { phone }) {
  const spec = structuredClone(node.chart_spec || {});
  delete spec.width;
  delete spec.height;
  if (!spec.color) spec.color = PALETTES[node.color_theme] || PALETTES.brand;
  spec.background ??= "transparent";
  spec.animation = false;
  // The other kind of tooltip is markup with styles in it, which the page's policy forbids.
  if (spec.tooltip !== false) spec.tooltip = { ...spec.tooltip, renderMode: "canvas" };
  if (phone) spec.padding ??= 8;
  return spec;
}
