// One message: who, when, what, and what people did with it.

import { Component, html, useState } from "../vendor/preact-htm.js";
import { set, state, whoIs } from "../state.js";
import { recall, toggleReaction } from "../session.js";
import { emoji, QUICK } from "../emoji.js";
import { time } from "../time.js";
import { Avatar } from "./avatar.js";
import { Content, summary, systemText } from "./content.js";
import { Icon } from "../icons.js";

function Quote({ quoted }) {
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

function Reactions({ message, me }) {
  if (!message.reactions?.length) return null;
  return html`
    <div class="reactions">
      ${message.reactions.map((reaction) => {
        const names = reaction.operators.map((id) => whoIs(id)?.name || id).join("、");
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

function Tools({ message, mine }) {
  const [open, setOpen] = useState(false);
  const pick = (key) => {
    setOpen(false);
    toggleReaction(message, key);
  };
  const reply = () => {
    set({ replyTo: message });
    document.querySelector("[data-testid=composer]")?.focus();
  };
  return html`
    <div class="tools" role="toolbar" aria-label="消息操作">
      <button type="button" aria-label="添加表情回复" title="表情回复" aria-expanded=${open}
        onClick=${() => setOpen(!open)}><${Icon} token="smile" size="16px" /></button>
      <button type="button" aria-label="回复" title="回复" onClick=${reply}>
        <${Icon} token="reply" size="16px" />
      </button>
      ${mine &&
      html`<button type="button" aria-label="撤回" title="撤回"
        onClick=${() => recall(message.message_id)}><${Icon} token="history" size="16px" /></button>`}
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

function Warnings({ warnings }) {
  if (!warnings?.length) return null;
  return html`
    <details class="warnings">
      <summary><${Icon} token="warning" size="14px" />卡片有 ${warnings.length} 处提示</summary>
      <ul>${warnings.map((text) => html`<li key=${text}>${text}</li>`)}</ul>
    </details>
  `;
}

function Head({ message }) {
  return html`
    <div class="meta">
      <span class="name">${message.sender.name}</span>
      ${message.sender.kind === "bot" && html`<span class="badge">机器人</span>`}
      <time>${time(message.create_time)}</time>
    </div>
  `;
}

/** Messages are drawn again only when something of theirs changed: a chat may hold thousands. */
export class Message extends Component {
  shouldComponentUpdate(next) {
    const now = this.props;
    return Object.keys(next).some((key) => next[key] !== now[key]);
  }

  render({ message, me, quoted, parent, continued, phone }) {
    const { sender, message_id: id } = message;
    if (message.recalled) {
      return html`
        <div class="system-line" id=${id} data-testid=${`msg-${id}`} data-kind=${sender.kind}
          data-recalled="true">${sender.id === me.open_id ? "你" : sender.name}撤回了一条消息</div>
      `;
    }
    if (sender.kind === "system" || message.msg_type === "system") {
      return html`
        <div class="system-line" id=${id} data-testid=${`msg-${id}`} data-kind="system">
          ${systemText(message.content)}
        </div>
      `;
    }
    const mine = sender.id === me.open_id;
    const kind = sender.kind === "bot" ? "bot" : "user";
    const color = whoIs(sender.id)?.avatar_color;
    const card = message.msg_type === "interactive";
    const classes = ["message", mine && "mine", continued && "continued", card && "has-card"];
    return html`
      <article class=${classes.filter(Boolean).join(" ")} id=${id} data-testid=${`msg-${id}`}
        data-kind=${kind} aria-label=${`${sender.name} ${time(message.create_time)}`}>
        ${continued
          ? html`<span class="avatar-gap"></span>`
          : html`<${Avatar} name=${sender.name} color=${color} kind=${kind} size=${phone ? 36 : 40} />`}
        <div class="message-body">
          ${!continued && html`<${Head} message=${message} />`}
          <div class="bubble-row">
            <div class="bubble">
              ${parent && html`<${Quote} quoted=${quoted} />`}
              <${Content} message=${message} me=${me} phone=${phone} chat=${state.chat} />
              ${message.edited && html`<span class="edited">（已编辑）</span>`}
            </div>
            <${Tools} message=${message} mine=${mine} />
          </div>
          <${Reactions} message=${message} me=${me} />
          <${Warnings} warnings=${message.warnings} />
        </div>
      </article>
    `;
  }
}
