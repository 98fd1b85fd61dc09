// What a person does in this window: become somebody, open a chat, send, react, load more.

import * as api from "./api.js";
import { listen } from "./live.js";
import { go, readRoute } from "./route.js";
import { set, state } from "./state.js";
import { toast } from "./views/toast.js";

const PAGE = 50;
const VOICE = /\.(opus|ogg)$/i;
let stopListening = () => {};

export async function start() {
  const [people, app] = await Promise.all([api.people(), api.app()]);
  set({ people, app });
  window.addEventListener("hashchange", follow);
  document.addEventListener("visibilitychange", markRead);
  await follow();
}

export const choosePerson = (openId) => go({ as: openId });
export const chooseChat = (chatId) => go({ as: state.me.open_id, chat: chatId });
export const leaveChat = () => go({ as: state.me.open_id });
export const leavePerson = () => go({});

/** Runs an action and tells the person if it fails; true if it worked. */
export async function trying(action) {
  try {
    await action();
    return true;
  } catch (error) {
    if (!(error instanceof api.ApiError)) throw error;
    toast("error", error.message);
    return false;
  }
}

async function follow() {
  const route = readRoute();
  if (route.as !== (state.me?.open_id ?? null)) await become(route.as);
  if (state.me && route.chat !== state.chatId) await open(route.chat);
}

async function become(openId) {
  stopListening();
  stopListening = () => {};
  const me = state.people.find((person) => person.open_id === openId) || null;
  set({ me, chats: [], chatId: null, chat: null, messages: [], more: false, replyTo: null });
  document.title = me ? `${me.name} · 本地飞书` : "本地飞书";
  if (!me) return;
  await trying(loadChats);
  if (state.me !== me) return;
  stopListening = listen(me.open_id, {
    onEvent,
    onLink: (online) => set({ online }),
    onRestart: () => trying(refresh),
  });
}

async function loadChats() {
  const me = state.me;
  const chats = await api.chats(me.open_id);
  if (state.me === me) set({ chats });
}

async function open(chatId) {
  set({ chatId, chat: null, messages: [], more: false, replyTo: null, loading: Boolean(chatId) });
  if (!chatId) return;
  await trying(async () => {
    await loadChat(chatId);
    if (state.chatId === chatId && state.chat?.type === "p2p") await api.enter(state.me.open_id);
  });
  if (state.chatId === chatId) set({ loading: false });
  await markRead();
}

async function loadChat(chatId) {
  const me = state.me.open_id;
  const [chat, page] = await Promise.all([
    api.chat(me, chatId),
    api.messages(me, chatId, undefined, PAGE),
  ]);
  if (state.chatId !== chatId) return;
  const loaded = new Set(page.items.map((message) => message.message_id));
  const arrived = state.messages.filter((message) => !loaded.has(message.message_id));
  set({ chat, messages: [...page.items, ...arrived], more: page.more, loading: false });
}

async function refresh() {
  await loadChats();
  if (!state.chatId) return;
  set({ messages: [] });
  await loadChat(state.chatId);
}

export async function loadOlder() {
  if (!state.more || state.loading) return;
  const { chatId, messages } = state;
  set({ loading: true });
  await trying(async () => {
    const page = await api.messages(state.me.open_id, chatId, messages[0]?.message_id, PAGE);
    if (state.chatId === chatId) {
      set({ messages: [...page.items, ...state.messages], more: page.more });
    }
  });
  set({ loading: false });
}

async function markRead() {
  const { chatId, me } = state;
  if (!chatId || document.hidden) return;
  set({ chats: state.chats.map((c) => (c.chat_id === chatId ? { ...c, unread: 0 } : c)) });
  await trying(() => api.read(me.open_id, chatId));
}

function onEvent(kind, data) {
  if (kind === "chat") return onChat(data);
  if (data.chat_id !== state.chatId) return;
  if (kind === "recall") {
    const at = (m) => (m.message_id === data.message_id ? { ...m, recalled: true } : m);
    set({ messages: state.messages.map(at) });
  } else {
    upsert(data, kind === "message");
  }
}

function onChat(chat) {
  const here = chat.chat_id === state.chatId && !document.hidden;
  const others = state.chats.filter((known) => known.chat_id !== chat.chat_id);
  const latest = (c) => Number(c.last?.create_time || 0);
  const chats = [{ ...chat, unread: here ? 0 : chat.unread }, ...others];
  set({ chats: chats.sort((a, b) => latest(b) - latest(a)) });
  if (chat.unread && here) markRead();
}

function upsert(message, mayAppend) {
  const known = state.messages.some((m) => m.message_id === message.message_id);
  if (known) {
    const swap = (m) => (m.message_id === message.message_id ? message : m);
    set({ messages: state.messages.map(swap) });
  } else if (mayAppend && message.chat_id === state.chatId) {
    set({ messages: [...state.messages, message] });
  }
}

export async function say(msgType, content, mentions) {
  const { chatId, me, replyTo } = state;
  return trying(async () => {
    const message = { as: me.open_id, msg_type: msgType, content };
    if (replyTo) message.parent_id = replyTo.message_id;
    if (mentions?.length) message.mentions = mentions;
    upsert(await api.send(chatId, message), true);
    if (state.replyTo === replyTo) set({ replyTo: null });
  });
}

export async function sendFile(file) {
  return trying(async () => {
    const stored = await api.upload(state.me.open_id, file);
    if (stored.image_key) return say("image", { image_key: stored.image_key });
    if (VOICE.test(file.name)) {
      return say("audio", { file_key: stored.file_key, duration: stored.duration ?? 0 });
    }
    return say("file", { file_key: stored.file_key, file_name: stored.file_name || file.name });
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
