// The control API under /__sandbox/: one function per call, errors as exceptions with the server's words.

const ROOT = "/__sandbox";

export class ApiError extends Error {}

async function ask(method, path, body) {
  const init = { method, headers: {} };
  if (body instanceof FormData) {
    init.body = body;
  } else if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers["Content-Type"] = "application/json";
  }
  let response;
  try {
    response = await fetch(ROOT + path, init);
  } catch {
    throw new ApiError("连不上本地飞书");
  }
  const text = await response.text();
  let answer = {};
  try {
    answer = text ? JSON.parse(text) : {};
  } catch {
    answer = { error: `服务返回了意外的内容（HTTP ${response.status}）` };
  }
  if (!response.ok) throw new ApiError(answer.error || `请求失败（HTTP ${response.status}）`);
  return answer;
}

const query = (values) => {
  const known = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return "?" + new URLSearchParams(known).toString();
};
const id = encodeURIComponent;

export const people = () => ask("GET", "/people");
export const app = () => ask("GET", "/app");
export const chats = (as) => ask("GET", "/chats" + query({ as }));
export const chat = (as, chatId) => ask("GET", `/chats/${id(chatId)}` + query({ as }));
export const messages = (as, chatId, before, limit) =>
  ask("GET", `/chats/${id(chatId)}/messages` + query({ as, before, limit }));
export const send = (chatId, message) => ask("POST", `/chats/${id(chatId)}/messages`, message);
export const read = (as, chatId) => ask("POST", `/chats/${id(chatId)}/read`, { as });
export const makeGroup = (as, name, members) =>
  ask("POST", "/chats", { as, name, members, with_bot: true });
export const enter = (as) => ask("POST", "/enter", { as });
export const menu = (as, eventKey) => ask("POST", "/menu", { as, event_key: eventKey });
export const click = (body) => ask("POST", "/click", body);
export const recall = (as, messageId) => ask("POST", "/recall", { as, message_id: messageId });
export const react = (as, messageId, emoji, on) =>
  ask(on ? "POST" : "DELETE", "/react", { as, message_id: messageId, emoji_type: emoji });

export function upload(as, file) {
  const form = new FormData();
  form.append("file", file, file.name);
  return ask("POST", "/upload" + query({ as }), form);
}

export const resource = (key) => `${ROOT}/resources/${id(key)}`;
export const eventsUrl = (as) => `${ROOT}/events` + query({ as });
