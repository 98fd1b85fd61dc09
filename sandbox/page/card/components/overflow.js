// The “…” menu.

import { html, useRef, useState } from "../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { agreed } from "../actions.js";
import { margin, width } from "../layout.js";
import { openLink } from "../links.js";
import { Popup } from "../popup.js";
import { plain } from "../words.js";

export function Overflow({ node, path, ctx }) {
  const [open, setOpen] = useState(false);
  const anchor = useRef(null);
  const busy = ctx.isBusy(path);
  const choose = async (option) => {
    setOpen(false);
    if (!(await agreed(node))) return;
    if (option.multi_url) openLink(option.multi_url, ctx.phone);
    else if (ctx.form && node.name) ctx.form.put(node.name, option.value);
    else ctx.press(path, { option: option.value });
  };
  return html`
    <div style=${{ ...margin(node), width: width(node.width) }}>
      <button ref=${anchor} type="button" class="button type-default size-medium overflow"
        aria-label="更多" aria-haspopup="menu" aria-expanded=${open} aria-busy=${busy}
        disabled=${Boolean(node.disabled) || Boolean(ctx.form?.locked)} onClick=${(event) => {
          event.stopPropagation();
          setOpen(true);
        }}>
        ${busy
          ? html`<span class="spinner" aria-hidden="true"></span>`
          : html`<${Icon} token="more" size="20px" />`}
      </button>
      ${open &&
      html`<${Popup} label="更多" anchor=${anchor} phone=${ctx.phone} close=${() => setOpen(false)}>
        <div class="options" role="menu">
          ${(node.options || []).map(
            (option, i) => html`<button key=${i} type="button" role="menuitem" class="option"
              onClick=${() => choose(option)}>${plain(option.text)}</button>`,
          )}
        </div>
      <//>`}
    </div>
  `;
}
