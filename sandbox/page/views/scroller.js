// The messages of a chat, kept at the newest one unless the person scrolled up.

import { Component, html } from "../vendor/preact-htm.js";
import { loadOlder } from "../session.js";
import { day, dayKey } from "../time.js";
import { Message } from "./message.js";
import { Icon } from "../icons.js";

const NEAR_END = 60;
const NEAR_START = 300;
const SAME_TURN_MS = 5 * 60 * 1000;

/** A message continues its sender's turn if it follows shortly after, on the same day. */
function continues(message, before) {
  return (
    before &&
    before.sender.kind !== "system" &&
    before.sender.id === message.sender.id &&
    !before.recalled &&
    dayKey(before.create_time) === dayKey(message.create_time) &&
    message.create_time - before.create_time < SAME_TURN_MS
  );
}

/** A message and the day above it; rows that are as before cost nothing. */
class Row extends Component {
  shouldComponentUpdate(next) {
    const now = this.props;
    return Object.keys(next).some((key) => next[key] !== now[key]);
  }

  render({ before, ...props }) {
    const { message } = props;
    const newDay = !before || dayKey(before.create_time) !== dayKey(message.create_time);
    return html`
      <div data-row>
        ${newDay && html`<div class="day">${day(message.create_time)}</div>`}
        <${Message} ...${props} continued=${Boolean(continues(message, before))} />
      </div>
    `;
  }
}

const lastId = (messages) => messages[messages.length - 1]?.message_id;

export class Scroller extends Component {
  constructor() {
    super();
    this.pinned = true;
    this.endedAt = 0;
    this.state = { fresh: false };
    this.box = null;
    this.keep = (box) => {
      this.box = box;
    };
    this.onScroll = this.onScroll.bind(this);
    this.toEnd = this.toEnd.bind(this);
  }

  componentDidMount() {
    this.toEnd();
    this.resized = new ResizeObserver(() => this.stillPinned() && this.toEnd());
    this.resized.observe(this.box);
    this.resized.observe(this.box.firstElementChild);
  }

  componentWillUnmount() {
    this.resized.disconnect();
  }

  /** Remember what stands at the top, so that older messages don't push it away. */
  getSnapshotBeforeUpdate(before) {
    // Asked now, for what grows above moves the browser's own place, too.
    this.stillPinned();
    if (before.messages[0]?.message_id === this.props.messages[0]?.message_id) return null;
    // The message itself: the date above it may go when an older one of that day arrives.
    const row = this.box.querySelector("[data-row]")?.lastElementChild;
    return row && { row, top: row.getBoundingClientRect().top };
  }

  componentDidUpdate(before, _, anchor) {
    const { messages, me } = this.props;
    const last = messages[messages.length - 1];
    const grew = last && lastId(before.messages) !== last.message_id;
    if (this.stillPinned() || (grew && last.sender.id === me.open_id)) {
      this.toEnd();
    } else if (grew) {
      this.setState({ fresh: true });
    } else if (anchor?.row.isConnected) {
      this.box.scrollTop += anchor.row.getBoundingClientRect().top - anchor.top;
    }
  }

  toEnd() {
    this.pinned = true;
    this.box.scrollTop = this.box.scrollHeight;
    this.endedAt = this.box.scrollTop;
    if (this.state.fresh) this.setState({ fresh: false });
  }

  nearEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.box;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  /** The scroll event comes a frame late; a message may arrive before it. */
  stillPinned() {
    if (this.box.scrollTop < this.endedAt && !this.nearEnd()) this.pinned = false;
    return this.pinned;
  }

  onScroll() {
    this.pinned = this.nearEnd();
    if (this.pinned && this.state.fresh) this.setState({ fresh: false });
    if (this.box.scrollTop < NEAR_START && this.props.more) loadOlder();
  }

  row(message, before) {
    const { messages, me, phone, chat, people, topics, inTopic } = this.props;
    const topic = message.thread_id && topics?.get(message.thread_id);
    const id = message.parent_id;
    // The root of a topic stands on top of it anyway.
    const parent = id && !(inTopic && id === messages[0].message_id) ? id : undefined;
    return html`<${Row} key=${message.message_id} message=${message} before=${before} chat=${chat}
      me=${me} phone=${phone} people=${people} inTopic=${inTopic} parent=${parent}
      quoted=${parent && messages.find((m) => m.message_id === parent)}
      topicCount=${topic ? topic.replies.length : undefined}
      topicLast=${topic ? topic.replies.at(-1) : undefined} />`;
  }

  render({ messages, more, loading, inTopic }, { fresh }) {
    return html`
      <div class="scroller" ref=${this.keep} onScroll=${this.onScroll} tabindex="0"
        role="log" aria-label=${inTopic ? "话题消息" : "消息"}>
        <div class="messages">
          ${more &&
          html`<button type="button" class="older" onClick=${() => loadOlder()}>
            ${loading ? "正在加载…" : "查看更早的消息"}
          </button>`}
          ${messages.map((message, i) => this.row(message, messages[i - 1]))}
        </div>
      </div>
      ${fresh &&
      html`<button type="button" class="fresh" onClick=${this.toEnd}>
        <${Icon} token="down" size="14px" />新消息
      </button>`}
    `;
  }
}
