// Feishu's colour names: a hue, a hue with a shade, or a name the card declares itself.
// Each is a pair, for a light and a dark page.

const GREYS = {
  "00": ["#fff", "#1f1f1f"], 50: ["#f5f6f7", "#272727"], 100: ["#f2f3f5", "#2b2b2b"],
  200: ["#eff0f1", "#303030"], 300: ["#dee0e3", "#3b3b3b"], 350: ["#d0d3d6", "#464646"],
  400: ["#bbbfc4", "#5f5f5f"], 500: ["#8f959e", "#808080"], 600: ["#646a73", "#a6a6a6"],
  650: ["#51565d", "#b8b8b8"], 700: ["#373c43", "#cbcbcb"], 800: ["#2b2f36", "#dcdcdc"],
  900: ["#1f2329", "#ebebeb"], 950: ["#171a1d", "#f2f2f2"], 1000: ["#0a0b0d", "#fff"],
};
const HUES = {
  blue: "#1456f0", carmine: "#c2185b", green: "#258832", indigo: "#4954e6", lime: "#667901",
  orange: "#d25f00", purple: "#7a35f0", red: "#d83931", sunflower: "#8a7000",
  turquoise: "#067d73", violet: "#a81cb3", wathet: "#0b72ad", yellow: "#9a6b00",
};
/** How much of the hue stays in a tint (mixed with the page) or a shade (with what is opposite). */
const TINTS = { 50: 6, 100: 12, 200: 24, 300: 44, 350: 55, 400: 68, 500: 86, 600: 100 };
const SHADES = { 700: 84, 800: 68, 900: 50 };
const FIXED = {
  white: ["#fff", "#fff"], "bg-white": GREYS["00"], black: GREYS[900], neutral: GREYS[600],
  light_grey: GREYS[500], grey: GREYS[600],
};
const STRONG = 400;
const NIGHT = "#1f1f1f";

const pair = ([light, dark]) => `light-dark(${light}, ${dark})`;
const mix = (hue, share, other) => `color-mix(in srgb, ${hue} ${share}%, ${other})`;

function shaded(hue, shade) {
  if (!shade) return pair([hue, mix(hue, 60, "white")]);
  const tint = TINTS[shade];
  if (tint) {
    // Pale grounds stay near the page; what words are written in must stand out from it.
    const dark = shade < STRONG ? mix(hue, tint * 1.6, NIGHT) : mix(hue, 62, "white");
    return pair([mix(hue, tint, "white"), dark]);
  }
  return SHADES[shade] && pair([mix(hue, SHADES[shade], "black"), mix(hue, 46, "white")]);
}

/** A CSS colour, or undefined for `default`, an empty or an unknown name. */
export function color(name, card) {
  if (!name || name === "default") return undefined;
  const own = card?.config?.style?.color?.[name];
  if (own) return pair([own.light_mode, own.dark_mode || own.light_mode]);
  if (name.startsWith("rgb")) return name;
  if (FIXED[name]) return pair(FIXED[name]);
  const [hue, shade] = name.split("-");
  if (hue === "grey") return GREYS[shade] && pair(GREYS[shade]);
  return HUES[hue] && shaded(HUES[hue], shade);
}

/** Backgrounds are paler than words of the same bare name. */
export function background(name, card) {
  if (name === "laser") return "linear-gradient(90deg, var(--laser))";
  if (name === "grey" || name === "light_grey") return pair(GREYS[100]);
  if (HUES[name]) return color(`${name}-100`, card);
  return color(name, card);
}

const TAG_HUES = { neutral: "grey" };

/** Word and ground of a small tag. */
export function tagColors(name) {
  const hue = TAG_HUES[name] || name || "blue";
  if (hue === "grey" || !HUES[hue]) return { color: pair(GREYS[600]), background: pair(GREYS[300]) };
  return { color: color(`${hue}-700`), background: color(`${hue}-200`) };
}
