// Where a person writes: text, pictures, files, mentions, and the bot's menu.

import { html, useEffect, useRef, useState } from "../vendor/preact-htm.js";
import { pressMenu, say, sendFile } from "../talking.js";
import { set } from "../state.js";
import { summary } from "./content.js";
import { MentionPicker } from "./mention_picker.js";
import { Icon } from "../icons.js";

const EVERYONE = { id: "all", name: "所有人" };

/** `@王磊` becomes `@_user_1`; the ids follow in the order of their numbers. */
function withMentions(text, chosen) {
  const names = [...new Map(chosen.map((m) => [m.name, m.id]))].sort(
    (a, b) => b[0].length - a[0].length,
  );
  const ids = [];
  let out = "";
  for (let at = 0; at < text.length; ) {
    const hit = names.find(([name]) => text.startsWith("@" + name, at));
    if (hit) {
      if (hit[1] !== EVERYONE.id) ids.push(hit[1]);
      out += hit[1] === EVERYONE.id ? "@_all" : `@_user_${ids.length}`;
      at += hit[0].length + 1;
    } else {
      out += text[at];
      at += 1;
    }
  }
  return { text: out, ids };
}

/** The word after an `@` that the caret stands in, or null. */
function typedMention(input) {
  const before = input.value.slice(0, input.selectionStart);
  return before.match(/@([^\s@]{0,12})$/)?.[1] ?? null;
}

function Menu({ items }) {
  if (!items?.length) return null;
  return html`
    <div class="bot-menu" role="toolbar" aria-label="机器人菜单">
      ${items.map(
        (item) => html`<button key=${item.event_key} type="button"
          onClick=${() => pressMenu(item.event_key)}>${item.name}</button>`,
      )}
    </div>
  `;
}

function Reply({ message }) {
  return html`
    <div class="replying">
      <span>回复 ${message.sender.name}：${summary(message)}</span>
      <button type="button" class="icon-button" aria-label="取消回复"
        onClick=${() => set({ replyTo: null })}><${Icon} token="close" size="16px" /></button>
    </div>
  `;
}

function FileButton({ icon, label, accept, testid, topic }) {
  const input = useRef(null);
  const send = async (event) => {
    const files = [...event.target.files];
    event.target.value = "";
    for (const file of files) await sendFile(file, topic);
  };
  return html`
    <button type="button" class="icon-button" aria-label=${label} title=${label}
      onClick=${() => input.current.click()}><${Icon} token=${icon} size="20px" /></button>
    <input ref=${input} type="file" hidden multiple accept=${accept} data-testid=${testid}
      tabindex="-1" aria-label=${label} onChange=${send} />
  `;
}

/** With a `topic` what is written goes under its root. */
export function Composer({ chat, me, app, replyTo, phone, topic }) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState([]);
  const [word, setWord] = useState(null);
  const box = useRef(null);
  const group = chat.type === "group";

  useEffect(() => {
    const input = box.current;
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, 160)}px`;
  }, [text]);

  const submit = async () => {
    if (!text.trim()) return;
    const sent = withMentions(text.trim(), chosen);
    setText("");
    setWord(null);
    const said = await say("text", { text: sent.text }, { mentions: sent.ids, topic });
    if (said) return setChosen([]);
    setText((now) => now || text);
  };
  const typed = (event) => {
    setText(event.target.value);
    setWord(group ? typedMention(event.target) : null);
  };
  const mention = (member) => {
    const input = box.current;
    const caret = input.selectionStart;
    const start = caret - (word?.length ?? 0) - (word === null ? 0 : 1);
    const head = `${text.slice(0, start)}@${member.name} `;
    setText(head + text.slice(caret));
    setChosen([...chosen, { id: member.id, name: member.name }]);
    setWord(null);
    requestAnimationFrame(() => {
      input.focus();
      input.setSelectionRange(head.length, head.length);
    });
  };
  const pressed = (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  };
  const members = [EVERYONE, ...chat.members.filter((member) => member.id !== me.open_id)];
  const label = topic ? "回复话题" : `发送给 ${chat.name}`;
  const testid = topic ? "thread-" : "";
  return html`
    <footer class="composer">
      ${!group && !topic && html`<${Menu} items=${app?.menu} />`}
      ${replyTo && html`<${Reply} message=${replyTo} />`}
      ${word !== null &&
      html`<${MentionPicker} members=${members} word=${word} choose=${mention} input=${box}
        close=${() => setWord(null)} />`}
      <div class="composer-row">
        <textarea ref=${box} rows="1" data-testid=${`${testid}composer`} value=${text} onInput=${typed}
          onKeyDown=${pressed} aria-label=${label} placeholder=${label} enterkeyhint="send"></textarea>
        <div class="composer-tools">
          ${group &&
          html`<button type="button" class="icon-button" aria-label="提及" title="提及"
            onClick=${() => setWord(word === null ? "" : null)}>
            <${Icon} token="at" size="20px" />
          </button>`}
          <${FileButton} icon="image" label="发送图片" accept="image/*" topic=${topic}
            testid=${`${testid}upload-image`} />
          <button type="button" class="icon-button" aria-label="发送语音" title="发送语音"
            data-testid=${`${testid}voice`}
            onClick=${() => set({ dialog: { kind: "voice", topic } })}>
            <${Icon} token="microphone" size="20px" />
          </button>
          <${FileButton} icon="attachment" label="发送文件" topic=${topic}
            testid=${`${testid}upload-file`} />
          <button type="button" class="send" data-testid=${`${testid}send`} aria-label="发送" onClick=${submit}
            disabled=${!text.trim()}>${phone ? html`<${Icon} token="send" size="20px" />` : "发送"}</button>
        </div>
      </div>
    </footer>
  `;
}
