// The options of a select column: rename, take away, add. Their ids stay, and so do the cells.

import { html, useState } from "../vendor/preact-htm.js";
import { Icon } from "../icons.js";

export function Options({ column, save }) {
  const [options, setOptions] = useState(column.choices);
  const rename = (at, name) => setOptions(options.map((one, i) => (i === at ? { ...one, name } : one)));
  const named = options.map((one) => ({ ...one, name: one.name.trim() })).filter((one) => one.name);
  const twice = new Set(named.map((one) => one.name)).size < named.length;
  const submit = (event) => {
    event.preventDefault();
    if (!twice) save(named);
  };
  return html`
    <form class="column-menu option-editor" aria-label="选项" onSubmit=${submit}>
      <small>选项</small>
      ${options.map(
        (one, at) => html`<span key=${one.id || `new ${at}`}>
          <input class="control" aria-label=${`选项 ${at + 1}`} value=${one.name}
            onInput=${(event) => rename(at, event.target.value)} />
          <button type="button" class="icon-button" aria-label=${`去掉选项 ${one.name || at + 1}`}
            onClick=${() => setOptions(options.filter((_, i) => i !== at))}><${Icon} token="close" size="14px" /></button>
        </span>`,
      )}
      ${twice && html`<span class="missing" role="alert">选项不能同名</span>`}
      <div class="button-row">
        <button type="button" class="plain small" onClick=${() => setOptions([...options, { name: "" }])}>加选项</button>
        <button type="submit" class="plain small" disabled=${twice}>保存选项</button>
      </div>
    </form>
  `;
}
