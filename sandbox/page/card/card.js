// A whole card: its frame, header and body, and what its parts may ask of it.

import { html, useEffect, useErrorBoundary } from "../vendor/preact-htm.js";
import { useClicks } from "./actions.js";
import { Elements } from "./elements.js";
import { Header } from "./header.js";
import { layout } from "./layout.js";
import { openLink } from "./links.js";

const WIDTHS = { compact: "compact", fill: "fill" };

function Body({ card, ctx }) {
  const [error, retry] = useErrorBoundary();
  useEffect(() => {
    if (error) retry();
  }, [card]);
  if (error) return html`<p class="card-broken">卡片无法显示：${String(error.message)}</p>`;
  const style = layout(card.body, { gap: "8px", padding: "12px" });
  return html`
    <div class=${`card-body ${style.className}`} style=${style.style}>
      <${Elements} nodes=${card.body?.elements} path=${["body", "elements"]} ctx=${ctx} />
    </div>
  `;
}

export function Card({ message, me, phone, chat }) {
  const card = message.content || {};
  const clicks = useClicks(message, me);
  if (card.schema !== "2.0") {
    return html`<div class="card"><p class="card-broken">此处只显示 JSON 2.0 卡片</p></div>`;
  }
  const ctx = { card, message, phone, chat, ...clicks, form: null };
  const linked = card.card_link && Object.values(card.card_link).some(Boolean);
  const follow = () => openLink(card.card_link, phone);
  const width = WIDTHS[card.config?.width_mode] || "default";
  return html`
    <section class=${`card width-${width} ${linked ? "linked" : ""}`} aria-label="卡片"
      aria-busy=${Boolean(clicks.busy)} onClick=${linked ? follow : undefined}
      data-streaming=${card.config?.streaming_mode ? "true" : undefined}>
      <${Header} header=${card.header} ctx=${ctx} />
      <${Body} card=${card} ctx=${ctx} />
    </section>
  `;
}
