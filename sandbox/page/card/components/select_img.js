// Pictures to choose from.

import { html } from "../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { agreed } from "../actions.js";
import { useControl } from "../forms.js";
import { margin } from "../layout.js";
import { Stored } from "./images.js";
import { plain } from "../words.js";

const RATIOS = { "1:1": "1 / 1", "16:9": "16 / 9", "4:3": "4 / 3" };

export function SelectImg({ node, path, ctx }) {
  const control = useControl(node, path, ctx, (value) => ({ options: [value].flat() }));
  const chosen = [control.value ?? []].flat();
  const choose = async (value) => {
    if (!node.multi_select) {
      if (ctx.form || (await agreed(node))) control.change(value);
      return;
    }
    control.change(chosen.includes(value) ? chosen.filter((v) => v !== value) : [...chosen, value]);
  };
  const style = { aspectRatio: RATIOS[node.aspect_ratio] || "16 / 9", width: "100%" };
  return html`
    <div class=${`select-img layout-${node.layout || "bisect"}`} style=${margin(node)}
      role=${node.multi_select ? "group" : "radiogroup"} aria-label="选择图片"
      aria-busy=${ctx.isBusy(path)}>
      ${(node.options || []).map((option) => {
        const on = chosen.includes(option.value);
        return html`
          <button key=${option.value} type="button" role=${node.multi_select ? "checkbox" : "radio"}
            class="choice" aria-checked=${on} aria-label=${plain(option.hover_tips || "") || option.value}
            title=${plain(option.hover_tips || "")} disabled=${Boolean(node.disabled || option.disabled || control.locked)}
            onClick=${(event) => {
              event.stopPropagation();
              choose(option.value);
            }}>
            <${Stored} imageKey=${option.img_key} alt="" style=${style} />
            <span class="tick">${on && html`<${Icon} token="done" size="12px" />`}</span>
          </button>
        `;
      })}
    </div>
    ${control.missing && html`<span class="missing" role="alert">必填</span>`}
  `;
}
