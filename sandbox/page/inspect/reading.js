// What recognition reads in a picture or hears in a recording: this one's, or all others'.

import * as api from "../api.js";
import { html, useEffect, useState } from "../vendor/preact-htm.js";
import { state } from "../state.js";
import { trying } from "../trying.js";
import { toast } from "../views/toast.js";

/** A recorder tells from this that it is somebody's act. */
const me = () => state.me?.open_id;
const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

const PICTURE = {
  label: "图里的字",
  hint: "文字识别接口读到的，一行一条",
  read: async (key) => (await api.readings(key)).lines.join("\n"),
  write: (text, key) => api.setReadings(me(), lines(text), key),
};
const SPEECH = {
  label: "录音里的话",
  hint: "语音识别接口听到的",
  read: async (key) => (await api.speech(key)).text,
  write: (text, key) => api.setSpeech(me(), text.trim(), key),
};

/** Without a `key`: what holds for everything that has no text of its own. */
function Text({ kind, of }) {
  // null until it is known: what is typed before would be overwritten by the answer.
  const [text, setText] = useState(null);
  useEffect(() => {
    setText(null);
    trying(async () => setText(await kind.read(of)));
  }, [of]);
  const save = (event) => {
    event.preventDefault();
    trying(async () => {
      await kind.write(text, of);
      toast("success", "已保存");
    });
  };
  return html`
    <form class="stacked" onSubmit=${save}>
      <label>${kind.label}<textarea class="control" rows="3" value=${text ?? ""} placeholder=${kind.hint}
        disabled=${text === null} onInput=${(event) => setText(event.target.value)}></textarea></label>
      <div class="button-row"><button type="submit" class="plain small"
        disabled=${text === null}>保存</button></div>
    </form>
  `;
}

export function Reading({ message }) {
  const { image_key: image, file_key: file } = message.content;
  if (message.msg_type === "image" && image) return html`<${Text} kind=${PICTURE} of=${image} />`;
  if (message.msg_type === "audio" && file) return html`<${Text} kind=${SPEECH} of=${file} />`;
  return null;
}

export const Readings = () => html`
  <section class="fault-group" aria-label="识别">
    <h3>识别接口的回答</h3>
    <p class="side-hint">没有单独写过的图片和录音，都得到这里的文字。单张的在“检查消息”里写。</p>
    <${Text} kind=${PICTURE} /><${Text} kind=${SPEECH} />
  </section>
`;
