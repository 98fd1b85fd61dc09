// What this window knows, and who may watch it change.

const PHONE = matchMedia("(max-width: 640px)");

export const state = {
  people: [],
  app: null,
  me: null,
  chats: [],
  chatId: null,
  chat: null,
  messages: [],
  threadId: null,
  more: false,
  loading: false,
  online: true,
  replyTo: null,
  dialog: null,
  toast: null,
  side: null,
  bench: { faults: {}, usual: {}, choices: {}, active: [] },
  base: null,
  phone: PHONE.matches,
};

const watchers = new Set();

export function set(patch) {
  Object.assign(state, patch);
  for (const watcher of watchers) watcher();
}

export function watch(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

PHONE.addEventListener("change", () => set({ phone: PHONE.matches }));

/** The person or the bot behind an open_id, union_id or user_id. */
export function whoIs(id) {
  const person = state.people.find((p) => [p.open_id, p.union_id, p.user_id].includes(id));
  if (person) return person;
  if (state.app && [state.app.open_id, state.app.app_id].includes(id)) {
    return { open_id: state.app.open_id, name: state.app.name, is_bot: true };
  }
  const member = (state.chat?.members || []).find((m) => m.id === id);
  return member ? { open_id: id, name: member.name, is_bot: member.is_bot } : null;
}

export const nameOf = (id) => whoIs(id)?.name || "未知用户";
