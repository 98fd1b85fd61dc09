// A voice clip in a card.

import { html } from "../../vendor/preact-htm.js";
import { resource } from "../../api.js";
import { margin } from "../layout.js";

export function AudioPlayer({ node }) {
  return html`
    <div class="card-audio" style=${margin(node)} onClick=${(event) => event.stopPropagation()}>
      <audio controls preload="none" src=${resource(node.file_key)} aria-label="语音"></audio>
    </div>
  `;
}
