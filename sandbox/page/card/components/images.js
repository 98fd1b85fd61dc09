// Pictures, alone and in groups.

import { html, useState } from "../../vendor/preact-htm.js";
import { resource } from "../../api.js";
import { set } from "../../state.js";
import { Icon } from "../../icons.js";
import { margin, space } from "../layout.js";
import { plain } from "../words.js";

const SIZES = { large: "160px", medium: "80px", small: "40px", tiny: "16px" };
const HOLDS = { double: 2, triple: 3, bisect: 6, trisect: 9 };

/** A picture by its key; grey with a sign if it can't be loaded. */
export function Stored({ imageKey, alt, style, className = "" }) {
  const [broken, setBroken] = useState(false);
  if (broken) {
    return html`<span class=${`broken-image ${className}`} style=${style} role="img" aria-label=${alt}>
      <${Icon} token="image" size="24px" />
    </span>`;
  }
  return html`<img class=${className} style=${style} src=${resource(imageKey)} alt=${alt}
    loading="lazy" onError=${() => setBroken(true)} />`;
}

function enlarge(imageKey, alt) {
  return (event) => {
    event.stopPropagation();
    set({ dialog: { kind: "image", url: resource(imageKey), alt: alt || "图片" } });
  };
}

function cropped(node) {
  if (node.scale_type === "fit_horizontal") return { width: "100%" };
  const style = {
    objectFit: "cover",
    objectPosition: node.scale_type === "crop_top" ? "top" : "center",
  };
  const size = SIZES[node.size] || node.size;
  const ratio = /^(\d+):(\d+)$/.exec(size || "");
  if (ratio) return { ...style, width: "100%", aspectRatio: `${ratio[1]} / ${ratio[2]}` };
  if (!size || size === "stretch") return { ...style, width: "100%" };
  const [width, height = width] = size.split(" ");
  return { ...style, width, height };
}

export function Img({ node, ctx }) {
  const key = node.i18n_img_key?.zh_cn || node.img_key;
  const alt = plain(node.alt) || plain(node.title) || "";
  const style = { ...cropped(node), borderRadius: node.corner_radius };
  const picture = html`<${Stored} key=${key} imageKey=${key} alt=${alt} style=${style} />`;
  const name = plain(node.title);
  return html`
    <figure class="img" style=${{ margin: space(node.margin, "0") }} title=${alt}>
      ${name && html`<figcaption>${name}</figcaption>`}
      ${node.preview === false || ctx.card.card_link?.url
        ? picture
        : html`<button type="button" class="bare" aria-label=${`查看${alt || "图片"}`}
            onClick=${enlarge(key, alt)}>${picture}</button>`}
    </figure>
  `;
}

export function ImgCombination({ node }) {
  const list = (node.img_list || []).slice(0, HOLDS[node.combination_mode] || 9);
  const style = { ...margin(node), borderRadius: node.corner_radius };
  return html`
    <div class=${`images mode-${node.combination_mode}`} style=${style}>
      ${list.map(
        (item, i) => html`<button key=${i} type="button" class="bare" aria-label=${`查看图片 ${i + 1}`}
          onClick=${enlarge(item.img_key)}><${Stored} imageKey=${item.img_key} alt="" /></button>`,
      )}
    </div>
  `;
}

export function MarkdownImage({ imageKey, alt }) {
  return html`<button type="button" class="bare markdown-image" title=${alt} aria-label=${`查看${alt || "图片"}`}
    onClick=${enlarge(imageKey, alt)}><${Stored} key=${imageKey} imageKey=${imageKey} alt=${alt} /></button>`;
}
