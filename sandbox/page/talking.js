// What a person says and does in a chat.

import * as api from "./api.js";
import { chooseChat, loadChats, upsert } from "./session.js";
import { set, state } from "./state.js";
import { trying } from "./trying.js";

const VOICE = /\.(opus|ogg)$/i;

/** Into the chat, as a reply to what is being quoted, or into a topic. */
export async function say(msgType, content, { mentions, topic } = {}) {
  const { chatId, me, replyTo } = state;
  return trying(async () => {
    const message = { as: me.open_id, msg_type: msgType, content };
    if (topic) Object.assign(message, { parent_id: topic.parentId, reply_in_thread: true });
    else if (replyTo) message.parent_id = replyTo.message_id;
    if (mentions?.length) message.mentions = mentions;
    upsert(await api.send(chatId, message), true);
    if (!topic && state.replyTo === replyTo) set({ replyTo: null });
  });
}

export async function sendFile(file, topic) {
  return trying(async () => {
    const stored = await api.upload(state.me.open_id, file);
    if (stored.image_key) return say("image", { image_key: stored.image_key }, { topic });
    const { file_key: key, duration = 0 } = stored;
    if (VOICE.test(file.name)) return say("audio", { file_key: key, duration }, { topic });
    return say("file", { file_key: key, file_name: stored.file_name || file.name }, { topic });
  });
}

/** A clip of silence; `words` are what recognition hears in it. */
export async function sendVoice(seconds, words, topic) {
  return trying(async () => {
    const clip = await api.voice(state.me.open_id, Math.round(seconds * 1000), words);
    return say("audio", clip, { topic });
  });
}

export const pressMenu = (eventKey) => trying(() => api.menu(state.me.open_id, eventKey));
export const recall = (messageId) => trying(() => api.recall(state.me.open_id, messageId));

export function toggleReaction(message, emoji) {
  const mine = message.reactions?.find((r) => r.emoji_type === emoji)?.operators || [];
  const on = !mine.includes(state.me.open_id);
  return trying(() => api.react(state.me.open_id, message.message_id, emoji, on));
}

export async function makeGroup(name, members) {
  return trying(async () => {
    const chat = await api.makeGroup(state.me.open_id, name, members);
    await loadChats();
    chooseChat(chat.chat_id);
  });
}
