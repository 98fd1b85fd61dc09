// Text objects of cards: plain_text and lark_md.

import { html } from "../vendor/preact-htm.js";
import { Icon } from "../icons.js";
import { resource } from "../api.js";
import { withEmoji } from "../emoji.js";
import { color } from "./colors.js";
import { clamp, textSize } from "./layout.js";
import { LarkMd, Markdown } from "./markdown.js";

const LOCALE = "zh_cn";

export const localized = (node) => node?.i18n_content?.[LOCALE] ?? node?.content ?? "";

/** The words of a text object, for places that take a string. */
export const plain = (text) => (typeof text === "string" ? text : localized(text));

export function Words({ text, ctx, className = "" }) {
  if (!text) return null;
  const style = { textAlign: text.text_align, ...clamp(text.lines) };
  if (text.text_size) Object.assign(style, textSize(text.text_size, ctx));
  if (text.tag === "markdown") {
    return html`<div class=${className} style=${style}><${Markdown} text=${localized(text)} ctx=${ctx} /></div>`;
  }
  if (text.tag === "lark_md") {
    return html`<div class=${className} style=${style}><${LarkMd} text=${localized(text)} ctx=${ctx} /></div>`;
  }
  style.color = color(text.text_color, ctx.card);
  return html`<div class=${`plain ${className}`} style=${style}>${withEmoji(localized(text))}</div>`;
}

/** standard_icon or custom_icon of a component. */
export function CardIcon({ icon, ctx, size }) {
  if (!icon) return null;
  const [width] = String(icon.size || size || "16px").split(" ");
  if (icon.tag === "custom_icon" || icon.img_key) {
    const style = { width, height: width };
    return html`<img class="custom-icon" style=${style} src=${resource(icon.img_key)} alt="" />`;
  }
  return html`<${Icon} token=${icon.token} size=${width} color=${color(icon.color, ctx.card)} />`;
}
