// Feishu's colour names: a hue, a hue with a shade, or a name the card declares itself.

const GREYS = {
  "00": "#fff", 50: "#f5f6f7", 100: "#f2f3f5", 200: "#eff0f1", 300: "#dee0e3", 350: "#d0d3d6",
  400: "#bbbfc4", 500: "#8f959e", 600: "#646a73", 650: "#51565d", 700: "#373c43", 800: "#2b2f36",
  900: "#1f2329", 950: "#171a1d", 1000: "#0a0b0d",
};
const HUES = {
  blue: "#1456f0", carmine: "#c2185b", green: "#258832", indigo: "#4954e6", lime: "#667901",
  orange: "#d25f00", purple: "#7a35f0", red: "#d83931", sunflower: "#8a7000",
  turquoise: "#067d73", violet: "#a81cb3", wathet: "#0b72ad", yellow: "#9a6b00",
};
/** How much of the hue stays in a tint (mixed with white) or a shade (with black). */
const TINTS = { 50: 6, 100: 12, 200: 24, 300: 44, 350: 55, 400: 68, 500: 86, 600: 100 };
const SHADES = { 700: 84, 800: 68, 900: 50 };
const FIXED = {
  white: "#fff", "bg-white": "#fff", black: "#1f2329", neutral: "#646a73",
  light_grey: "#8f959e", grey: "#646a73",
};

/** A CSS colour, or undefined for `default`, an empty or an unknown name. */
export function color(name, card) {
  if (!name || name === "default") return undefined;
  const own = card?.config?.style?.color?.[name];
  if (own) return own.light_mode;
  if (name.startsWith("rgb")) return name;
  if (FIXED[name]) return FIXED[name];
  const [hue, shade] = name.split("-");
  if (hue === "grey") return GREYS[shade];
  if (!HUES[hue]) return undefined;
  if (!shade) return HUES[hue];
  if (TINTS[shade]) return `color-mix(in srgb, ${HUES[hue]} ${TINTS[shade]}%, white)`;
  if (SHADES[shade]) return `color-mix(in srgb, ${HUES[hue]} ${SHADES[shade]}%, black)`;
  return undefined;
}

/** Backgrounds are paler than words of the same bare name. */
export function background(name, card) {
  if (name === "laser") return "linear-gradient(90deg, #e8edff, #f6e8ff 50%, #e5fbf4)";
  if (name === "grey" || name === "light_grey") return GREYS[100];
  if (HUES[name]) return color(`${name}-100`, card);
  return color(name, card);
}

const TAG_HUES = { neutral: "grey" };

/** Word and ground of a small tag. */
export function tagColors(name) {
  const hue = TAG_HUES[name] || name || "blue";
  if (hue === "grey" || !HUES[hue]) return { color: GREYS[600], background: GREYS[300] };
  return { color: color(`${hue}-700`), background: color(`${hue}-200`) };
}
