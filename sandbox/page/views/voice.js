// A voice clip without a microphone: how long it is, and what is said in it.

import { html, useState } from "../vendor/preact-htm.js";
import { set } from "../state.js";
import { sendVoice } from "../talking.js";
import { Modal } from "./modal.js";

const LONGEST_S = 300;
const close = () => set({ dialog: null });

export function VoiceDialog({ dialog }) {
  const [seconds, setSeconds] = useState("3");
  const [words, setWords] = useState("");
  const length = Number(seconds);
  const possible = length >= 0.1 && length <= LONGEST_S;
  const send = async (event) => {
    event.preventDefault();
    if (!possible) return;
    close();
    await sendVoice(length, words.trim() || undefined, dialog.topic);
  };
  return html`
    <${Modal} label="发送语音" className="voice" onClose=${close}>
      <form class="stacked" onSubmit=${send}>
        <h3>发送语音</h3>
        <label>时长（秒）
          <input class="control" type="number" min="0.1" max=${LONGEST_S} step="any" value=${seconds}
            onInput=${(event) => setSeconds(event.target.value)} />
        </label>
        <label>说的话
          <textarea class="control" rows="3" value=${words} placeholder="语音识别会听到这些；可以不填"
            onInput=${(event) => setWords(event.target.value)}></textarea>
        </label>
        <p class="hint">不用麦克风：发出的是一段这么长的静音，识别接口按时长认出它。</p>
        <div class="modal-buttons">
          <button type="button" class="plain" onClick=${close}>取消</button>
          <button type="submit" class="strong" disabled=${!possible}>发送</button>
        </div>
      </form>
    <//>
  `;
}
