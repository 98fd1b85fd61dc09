// Feishu's spacing, alignment and text sizes as CSS.

const SPACES = { small: "4px", medium: "8px", large: "12px", extra_large: "16px", default: "8px" };
const ALIGN = { left: "flex-start", center: "center", right: "flex-end" };
const VERTICAL = { top: "flex-start", center: "center", bottom: "flex-end" };
const SIZES = {
  "heading-0": 30, "heading-1": 24, "heading-2": 20, "heading-3": 18, "heading-4": 16,
  heading: 16, normal: 14, notation: 12, "xxxx-large": 30, "xxx-large": 24, "xx-large": 20,
  "x-large": 18, large: 16, medium: 14, small: 12, "x-small": 10,
};
const PHONE_SIZES = { "heading-0": 26, "xxxx-large": 26, "heading-3": 17, large: 17 };
const HEADINGS = /^(heading|x+-large|large)/;

export function space(value, fallback) {
  if (value === undefined || value === "") return fallback;
  return String(value)
    .trim()
    .split(/\s+/)
    .map((part) => SPACES[part] || part)
    .join(" ");
}

/** Flex direction, gaps, alignment, padding and margin of a container. */
export function layout(node, base = {}) {
  const flat = node?.direction === "horizontal";
  const style = {
    rowGap: space(node?.vertical_spacing, base.gap || "8px"),
    columnGap: space(node?.horizontal_spacing, "8px"),
    padding: space(node?.padding, base.padding),
    margin: space(node?.margin),
  };
  const across = ALIGN[node?.horizontal_align];
  const down = VERTICAL[node?.vertical_align];
  if (flat) Object.assign(style, { justifyContent: across, alignItems: down });
  else Object.assign(style, { justifyContent: down });
  const side = !flat && across && across !== "flex-start" ? ` align-${node.horizontal_align}` : "";
  return { className: `flow ${flat ? "flat" : "stacked"}${side}`, style };
}

export const margin = (node) => ({ margin: space(node.margin) });

export function textSize(name, ctx) {
  const own = ctx.card.config?.style?.text_size?.[name];
  const key = own ? (ctx.phone ? own.mobile : own.pc) || own.default : name;
  const size = (ctx.phone && PHONE_SIZES[key]) || SIZES[key] || SIZES.normal;
  return { fontSize: `${size}px`, fontWeight: HEADINGS.test(key || "") ? 600 : undefined };
}

/** `fill`, `auto`, `120px` as a CSS width. */
export function width(value, fallback) {
  if (value === "fill") return "100%";
  if (value === "auto" || value === "default" || !value) return fallback;
  return value;
}

/** Shows at most so many lines, then dots. */
export function clamp(lines) {
  if (!lines) return {};
  return {
    display: "-webkit-box", WebkitLineClamp: String(lines), WebkitBoxOrient: "vertical",
    overflow: "hidden",
  };
}
