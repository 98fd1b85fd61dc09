// What a message holds, by its type.

import { html, useState } from "../vendor/preact-htm.js";
import { resource } from "../api.js";
import { nameOf, set } from "../state.js";
import { Card } from "../card/card.js";
import { Post } from "./post.js";
import { mentionName, RichText } from "./rich_text.js";
import { Icon } from "../icons.js";

export function Picture({ imageKey, alt = "图片", className = "picture" }) {
  const [broken, setBroken] = useState(false);
  if (broken) {
    return html`<span class=${`${className} broken`}><${Icon} token="image" size="24px" />${alt}</span>`;
  }
  const url = resource(imageKey);
  return html`
    <button type="button" class=${className} aria-label=${`查看${alt}`}
      onClick=${() => set({ dialog: { kind: "image", url, alt } })}>
      <img src=${url} alt=${alt} onError=${() => setBroken(true)} />
    </button>
  `;
}

const seconds = (ms) => `${Math.max(1, Math.round((ms || 0) / 1000))}″`;

function Audio({ content }) {
  return html`
    <span class="audio-message">
      <audio controls preload="none" src=${resource(content.file_key)}></audio>
      <span>${seconds(content.duration)}</span>
    </span>
  `;
}

function FileBox({ content, icon = "file", hint = "点击下载" }) {
  return html`
    <a class="file" href=${resource(content.file_key)} download=${content.file_name || "文件"}>
      <${Icon} token=${icon} size="28px" />
      <span class="two-lines">
        <span class="line-1">${content.file_name || "文件"}</span>
        <span class="line-2">${hint}</span>
      </span>
    </a>
  `;
}

const box = (icon, title, text) => html`
  <span class="file">
    <${Icon} token=${icon} size="28px" />
    <span class="two-lines"><span class="line-1">${title}</span><span class="line-2">${text}</span></span>
  </span>
`;

const DRAWN = {
  text: ({ message, me }) => html`<${RichText} text=${message.content.text || ""}
    mentions=${message.mentions} me=${me} />`,
  post: ({ message, me }) => html`<${Post} message=${message} me=${me} />`,
  image: ({ message }) => html`<${Picture} imageKey=${message.content.image_key} />`,
  file: ({ message }) => html`<${FileBox} content=${message.content} />`,
  folder: ({ message }) => box("file", message.content.file_name || "文件夹", "文件夹"),
  media: ({ message }) => html`<${FileBox} content=${message.content} icon="play"
    hint=${`视频 ${seconds(message.content.duration)}`} />`,
  audio: ({ message }) => html`<${Audio} content=${message.content} />`,
  sticker: () => html`<span class="sticker"><${Icon} token="smile" size="40px" />表情包</span>`,
  interactive: ({ message, me, phone, chat }) =>
    html`<${Card} message=${message} me=${me} phone=${phone} chat=${chat} />`,
  share_chat: ({ message }) => box("group", "群名片", message.content.chat_id),
  share_user: ({ message }) => box("member", nameOf(message.content.user_id), "个人名片"),
  location: ({ message }) => box("local", message.content.name || "位置", "位置"),
  merge_forward: () => box("chat", "聊天记录", "合并转发"),
  vote: ({ message }) => box("todo", message.content.topic, (message.content.options || []).join(" / ")),
  hongbao: () => html`[红包]`,
};

export function Content(props) {
  const draw = DRAWN[props.message.msg_type];
  return draw ? draw(props) : html`<span class="unsupported">[暂不支持的消息类型]</span>`;
}

const SHORT = {
  image: "[图片]", file: "[文件]", folder: "[文件夹]", audio: "[语音]", media: "[视频]",
  sticker: "[表情]", share_chat: "[群名片]", share_user: "[个人名片]", location: "[位置]",
  merge_forward: "[合并转发]",
};

/** One line for quotes. */
export function summary({ msg_type: type, content, mentions }) {
  if (type === "text") return mentionsNamed(content.text || "", mentions);
  if (type === "post") return (content.title || Object.values(content)[0]?.title || "[富文本]");
  if (type === "interactive") {
    const header = content.header?.title;
    return content.config?.summary?.content || header?.content || "[卡片]";
  }
  return SHORT[type] || "[消息]";
}

function mentionsNamed(text, mentions = []) {
  const named = text.replace(/@_user_\d+/g, (key) => mentionName(key, mentions) || key);
  return named.replace(/@_all/g, "@所有人").replace(/<[^>]*>/g, "");
}

/** `{from_user} invited {to_chatters} to this chat.` with the names put in. */
export function systemText(content) {
  if (content.divider_text || content.params?.divider_text) {
    return (content.divider_text || content.params.divider_text).text;
  }
  if (!content.template) return content.text || "";
  return content.template.replace(/\{(\w+)\}/g, (_, key) => {
    const value = content[key];
    return Array.isArray(value) ? value.join("、") : value ?? "";
  });
}
