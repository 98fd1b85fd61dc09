// What surrounds a message: who and when, what to do with it, what people did with it.

import { html, useState } from "../vendor/preact-htm.js";
import { set, state, whoIs } from "../state.js";
import { chooseThread } from "../session.js";
import { recall, say, toggleReaction } from "../talking.js";
import { emoji, QUICK } from "../emoji.js";
import { time } from "../time.js";
import { summary } from "./content.js";
import { Icon } from "../icons.js";

const namesOf = (ids) => ids.map((id) => whoIs(id)?.name || id).join("、");

export function Quote({ quoted }) {
  const text = quoted
    ? `回复 ${quoted.sender.name}：${quoted.recalled ? "消息已撤回" : summary(quoted)}`
    : "回复一条较早的消息";
  const jump = () => {
    const target = quoted && document.getElementById(quoted.message_id);
    if (!target) return;
    target.scrollIntoView({ block: "center" });
    target.classList.add("found");
    target.addEventListener("animationend", () => target.classList.remove("found"), { once: true });
  };
  return html`<button type="button" class="quote" onClick=${jump}>${text}</button>`;
}

export function Reactions({ message, me }) {
  if (!message.reactions?.length) return null;
  return html`
    <div class="reactions">
      ${message.reactions.map((reaction) => {
        const names = namesOf(reaction.operators);
        const mine = reaction.operators.includes(me.open_id);
        return html`
          <button key=${reaction.emoji_type} type="button" class="reaction" aria-pressed=${mine}
            title=${names} aria-label=${`${reaction.emoji_type}：${names}`}
            data-emoji=${reaction.emoji_type}
            onClick=${() => toggleReaction(message, reaction.emoji_type)}>
            <span>${emoji(reaction.emoji_type)}</span><span class="names">${names}</span>
          </button>
        `;
      })}
    </div>
  `;
}

const Tool = ({ label, token, press, ...more }) => html`
  <button type="button" aria-label=${label} title=${label} onClick=${press} ...${more}>
    <${Icon} token=${token} size="16px" />
  </button>
`;

export function Tools({ message, mine, inTopic }) {
  const [open, setOpen] = useState(false);
  const pick = (key) => {
    setOpen(false);
    toggleReaction(message, key);
  };
  const reply = () => {
    set({ replyTo: message });
    document.querySelector("[data-testid=composer]")?.focus();
  };
  const topic = () => chooseThread(message.thread_id || message.message_id);
  const inspect = () => set({ side: { kind: "message", id: message.message_id } });
  return html`
    <div class="tools" role="toolbar" aria-label="消息操作">
      <${Tool} label="添加表情回复" token="smile" aria-expanded=${open} press=${() => setOpen(!open)} />
      ${!inTopic && html`<${Tool} label="回复" token="reply" press=${reply} />
        <${Tool} label="回复话题" token="thread" press=${topic} />`}
      ${mine &&
      html`<${Tool} label="撤回" token="history" press=${() => recall(message.message_id)} />`}
      <${Tool} label="检查" token="code" press=${inspect} />
      ${open &&
      html`<div class="emoji-row" role="group" aria-label="选择表情">
        ${QUICK.map(
          (key) => html`<button key=${key} type="button" aria-label=${key} data-emoji=${key}
            onClick=${() => pick(key)}>${emoji(key)}</button>`,
        )}
      </div>`}
    </div>
  `;
}

export function Warnings({ warnings }) {
  if (!warnings?.length) return null;
  return html`
    <details class="warnings">
      <summary><${Icon} token="warning" size="14px" />卡片有 ${warnings.length} 处提示</summary>
      <ul>${warnings.map((text) => html`<li key=${text}>${text}</li>`)}</ul>
    </details>
  `;
}

export function Head({ message }) {
  return html`
    <div class="meta">
      <span class="name">${message.sender.name}</span>
      ${message.sender.kind === "bot" && html`<span class="badge">机器人</span>`}
      <time>${time(message.create_time)}</time>
    </div>
  `;
}

/** Pinned, buzzed, seen only by me, read by whom: what the server tells about a message. */
export function Marks({ message }) {
  const readers = message.readers || [];
  const group = state.chat?.type === "group";
  const urgent = message.urgent || [];
  if (!message.pinned && !message.only && !urgent.length && !(group && readers.length)) return null;
  return html`
    <div class="marks">
      ${message.pinned && html`<span class="pinned"><${Icon} token="pin" size="12px" />已 Pin</span>`}
      ${urgent.length > 0 &&
      html`<span class="urgent" title=${namesOf(urgent)}><${Icon} token="bell" size="12px" />加急</span>`}
      ${message.only && html`<span>仅你可见</span>`}
      ${group && readers.length > 0 && html`<span title=${namesOf(readers)}>已读 ${readers.length}</span>`}
    </div>
  `;
}

/** The folded topic under the message that it began with. */
export function Topic({ threadId, count, last }) {
  const words = last ? `${last.sender.name}：${last.recalled ? "消息已撤回" : summary(last)}` : "";
  return html`
    <button type="button" class="topic" data-testid=${`topic-${threadId}`}
      onClick=${() => chooseThread(threadId)}>
      <${Icon} token="thread" size="16px" />
      <b>${count ? `${count} 条回复` : "话题"}</b>
      <span class="topic-last">${words}</span>
      ${last && html`<time>${time(last.create_time)}</time>`}
    </button>
  `;
}

/** Quick replies that the bot put under its message. */
export function FollowUps({ message }) {
  const words = message.follow_ups || [];
  if (!words.length) return null;
  return html`
    <div class="follow-ups" role="group" aria-label="快捷回复">
      ${words.map(
        (text) => html`<button key=${text} type="button"
          onClick=${() => say("text", { text })}>${text}</button>`,
      )}
    </div>
  `;
}
