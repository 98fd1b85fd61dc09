// What this window follows: who one is, which chat and topic are open, what the server tells.

import * as api from "./api.js";
import { refreshFaults, watchFaults } from "./bench.js";
import { adopted, byIds, isReply } from "./folding.js";
import { listen } from "./live.js";
import { go, readRoute } from "./route.js";
import { set, state } from "./state.js";
import { trying } from "./trying.js";
import { toast } from "./views/toast.js";

const PAGE = 50;
const LONG_PAGE = 500;
let stopListening = () => {};

export async function start() {
  const [people, app] = await Promise.all([api.people(), api.app(), watchFaults()]);
  set({ people, app });
  window.addEventListener("hashchange", follow);
  document.addEventListener("visibilitychange", markRead);
  await follow();
}

export const choosePerson = (openId) => go({ as: openId });
export const chooseChat = (chatId) => go({ as: state.me.open_id, chat: chatId });
export const chooseThread = (threadId) =>
  go({ as: state.me.open_id, chat: state.chatId, thread: threadId });
export const chooseBases = (base = "all") => go({ as: state.me.open_id, base });
export const leaveChat = () => go({ as: state.me.open_id });
export const leavePerson = () => go({});

async function follow() {
  const route = readRoute();
  if (route.as !== (state.me?.open_id ?? null)) await become(route.as);
  if (!state.me) return;
  if (route.base !== state.base) set({ base: route.base });
  if (route.chat !== state.chatId) await open(route.chat);
  if (route.thread !== state.threadId) await openThread(route.thread);
}

async function become(openId) {
  stopListening();
  stopListening = () => {};
  const me = state.people.find((person) => person.open_id === openId) || null;
  set({ me, chats: [], chatId: null, chat: null, messages: [], more: false, replyTo: null, threadId: null });
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

export async function loadChats() {
  const me = state.me;
  const chats = await api.chats(me.open_id);
  if (state.me === me) set({ chats });
}

async function open(chatId) {
  const loading = Boolean(chatId);
  set({ chatId, chat: null, messages: [], more: false, replyTo: null, threadId: null, loading });
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

/** Everything anew: after a lost stream, or after the sandbox forgot it all. */
export async function refresh() {
  await loadChats();
  if (!state.chatId) return;
  if (!state.chats.some((chat) => chat.chat_id === state.chatId)) return leaveChat();
  set({ messages: [], replyTo: null });
  await loadChat(state.chatId);
}

export async function loadOlder(limit = PAGE) {
  if (!state.more || state.loading) return;
  const { chatId, messages } = state;
  set({ loading: true });
  await trying(async () => {
    const page = await api.messages(state.me.open_id, chatId, messages[0]?.message_id, limit);
    if (state.chatId === chatId) {
      set({ messages: [...page.items, ...state.messages], more: page.more });
    }
  });
  set({ loading: false });
}

/**
 * A topic goes by its thread_id, or, before anybody has written in it, by its root's message_id.
 * It is complete when the message it stands under is there.
 */
async function openThread(threadId) {
  set({ threadId });
  const isRoot = (m) =>
    m.message_id === threadId || (m.thread_id === threadId && !isReply(m, byIds(state.messages)));
  const hasRoot = () => state.messages.some(isRoot);
  while (threadId && state.threadId === threadId && state.more && !hasRoot()) {
    const before = state.messages.length;
    await loadOlder(LONG_PAGE);
    if (state.messages.length === before) return;
  }
}

async function markRead() {
  const { chatId, me } = state;
  if (!chatId || document.hidden) return;
  set({ chats: state.chats.map((c) => (c.chat_id === chatId ? { ...c, unread: 0 } : c)) });
  await trying(() => api.read(me.open_id, chatId));
}

function onRead({ open_id: openId, message_ids: ids }) {
  const fresh = new Set(ids);
  const read = (m) =>
    fresh.has(m.message_id) && !m.readers.includes(openId) ? { ...m, readers: [...m.readers, openId] } : m;
  set({ messages: state.messages.map(read) });
}

const HEARD = {
  chat: onChat,
  chat_gone: onGone,
  reset: onReset,
  people: () => trying(async () => set({ people: await api.people() })),
  urgent: () => toast("warning", "你有一条加急消息"),
  recall: (data) => isHere(data) && onRecall(data),
  read: (data) => isHere(data) && onRead(data),
  message: (data) => isHere(data) && upsert(data, true),
  update: (data) => isHere(data) && upsert(data, false),
};
const isHere = (data) => data.chat_id === state.chatId;
const onEvent = (kind, data) => HEARD[kind](data);

function onRecall(data) {
  const at = (m) => (m.message_id === data.message_id ? { ...m, recalled: true } : m);
  set({ messages: state.messages.map(at) });
}

function onReset() {
  set({ side: state.side?.kind === "message" ? null : state.side });
  refreshFaults();
  return trying(refresh);
}

async function onGone(data) {
  await trying(loadChats);
  const row = state.chats.find((chat) => chat.chat_id === data.chat_id);
  if (row || state.chatId !== data.chat_id) return;
  leaveChat();
  toast("info", "你已不在这个群里");
}

function onChat(chat) {
  const here = chat.chat_id === state.chatId && !document.hidden;
  const others = state.chats.filter((known) => known.chat_id !== chat.chat_id);
  const latest = (c) => Number(c.last?.create_time || 0);
  const chats = [{ ...chat, unread: here ? 0 : chat.unread }, ...others];
  set({ chats: chats.sort((a, b) => latest(b) - latest(a)) });
  if (chat.unread && here) markRead();
  followChat(chat);
}

/** Somebody came or went, or the group has another name: its details are asked for anew. */
function followChat(row) {
  const { chat, me } = state;
  if (chat?.chat_id !== row.chat_id || (chat.members.length === row.members && chat.name === row.name)) return;
  trying(async () => {
    const now = await api.chat(me.open_id, row.chat_id);
    if (state.chatId === now.chat_id) set({ chat: now });
  });
}

export function upsert(message, mayAppend) {
  const known = state.messages.some((m) => m.message_id === message.message_id);
  if (known) {
    const swap = (m) => (m.message_id === message.message_id ? message : m);
    set({ messages: state.messages.map(swap) });
  } else if (mayAppend && message.chat_id === state.chatId) {
    set({ messages: [...adopted(state.messages, message), message] });
  }
}
