// One message, drawn again only when something of its own changed: a chat may hold thousands.

import { Component, html } from "../vendor/preact-htm.js";
import { state, whoIs } from "../state.js";
import { time } from "../time.js";
import { Avatar } from "./avatar.js";
import { Content, systemText } from "./content.js";
import { FollowUps, Head, Marks, Quote, Reactions, Tools, Topic, Warnings } from "./message_parts.js";

const SystemLine = ({ id, testid, kind, recalled, children }) => html`
  <div class="system-line" id=${id} data-testid=${testid} data-kind=${kind}
    data-recalled=${recalled ? "true" : undefined}>${children}</div>
`;

export class Message extends Component {
  shouldComponentUpdate(next) {
    const now = this.props;
    return Object.keys(next).some((key) => next[key] !== now[key]);
  }

  /** In the panel of a topic the same message may stand a second time. */
  names() {
    const { message, inTopic } = this.props;
    const testid = `${inTopic ? "thread-" : ""}msg-${message.message_id}`;
    return { id: inTopic ? undefined : message.message_id, testid };
  }

  render({ message, me, topicCount, topicLast, inTopic }) {
    const { sender } = message;
    const { id, testid } = this.names();
    const topic = topicCount !== undefined && !inTopic && html`<${Topic}
      threadId=${message.thread_id} count=${topicCount} last=${topicLast} />`;
    if (message.recalled) {
      const who = sender.id === me.open_id ? "你" : sender.name;
      return html`
        <${SystemLine} id=${id} testid=${testid} kind=${sender.kind} recalled>${who}撤回了一条消息<//>
        ${topic && html`<div class="lone-topic">${topic}</div>`}
      `;
    }
    if (sender.kind === "system" || message.msg_type === "system") {
      return html`<${SystemLine} id=${id} testid=${testid} kind="system">
        ${systemText(message.content)}
      <//>`;
    }
    return this.bubble(topic);
  }

  bubble(topic) {
    const { message, me, quoted, parent, continued, phone, inTopic } = this.props;
    const { sender } = message;
    const { id, testid } = this.names();
    const mine = sender.id === me.open_id;
    const kind = sender.kind === "bot" ? "bot" : "user";
    const color = whoIs(sender.id)?.avatar_color;
    const card = message.msg_type === "interactive";
    const classes = ["message", mine && "mine", continued && "continued", card && "has-card"];
    return html`
      <article class=${classes.filter(Boolean).join(" ")} id=${id} data-testid=${testid}
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
            <${Tools} message=${message} mine=${mine} inTopic=${inTopic} />
          </div>
          <${Reactions} message=${message} me=${me} />
          <${Marks} message=${message} />
          <${FollowUps} message=${message} />
          ${topic}
          <${Warnings} warnings=${message.warnings} />
        </div>
      </article>
    `;
  }
}
