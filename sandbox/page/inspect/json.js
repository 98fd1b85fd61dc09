// JSON to read and to copy. Texts that hold JSON themselves are shown as what they hold.

import { html, useMemo } from "../vendor/preact-htm.js";
import { Icon } from "../icons.js";
import { toast } from "../views/toast.js";

const LONG = 60_000;
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g;

function inner(text) {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return unfolded(JSON.parse(text));
  } catch {
    return text;
  }
}

function unfolded(value) {
  if (typeof value === "string") return inner(value);
  if (Array.isArray(value)) return value.map(unfolded);
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, unfolded(one)]));
}

function coloured(text) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    parts.push(text.slice(end, match.index));
    const [whole, string, colon] = match;
    const kind = string ? (colon ? "key" : "string") : "number";
    parts.push(html`<span class=${`json-${kind}`}>${string && colon ? string : whole}</span>`, colon);
    end = match.index + whole.length;
  }
  parts.push(text.slice(end));
  return parts;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("success", "已复制");
  } catch {
    toast("error", "浏览器不允许复制");
  }
}

export const Copy = ({ text, label = "复制" }) => html`
  <button type="button" class="copy" aria-label=${label} title=${label}
    onClick=${(event) => {
      event.preventDefault();
      copied(text);
    }}><${Icon} token="copy" size="14px" />${label}</button>
`;

/** A titled piece of JSON, or of plain text. */
export function Json({ title, value }) {
  const raw = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  const shown = useMemo(() => {
    const text = typeof value === "string" ? value : JSON.stringify(unfolded(value), null, 2);
    return text.length > LONG ? text : coloured(text);
  }, [raw]);
  return html`
    <section class="json" aria-label=${title}>
      <header><h3>${title}</h3><${Copy} text=${raw} label="复制" /></header>
      <pre tabindex="0">${shown}</pre>
    </section>
  `;
}
