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
export const addMembers = (as, chatId, members) =>
  ask("POST", `/chats/${id(chatId)}/members`, { as, members });
export const removeMembers = (as, chatId, members) =>
  ask("DELETE", `/chats/${id(chatId)}/members`, { as, members });
export const dissolve = (as, chatId) => ask("DELETE", `/chats/${id(chatId)}`, { as });
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

export const voice = (as, durationMs, text) =>
  ask("POST", "/voice", { as, duration_ms: durationMs, text });
export const readings = (imageKey) => ask("GET", "/ocr" + query({ image_key: imageKey }));
export const setReadings = (as, lines, imageKey) => ask("POST", "/ocr", { as, lines, image_key: imageKey });
export const speech = (fileKey) => ask("GET", "/speech" + query({ file_key: fileKey }));
export const setSpeech = (as, text, fileKey) => ask("POST", "/speech", { as, text, file_key: fileKey });

export const message = (as, messageId) => ask("GET", `/messages/${id(messageId)}` + query({ as }));
export const pushes = (after, limit) => ask("GET", "/pushes" + query({ after, limit }));
export const calls = (after, limit) => ask("GET", "/calls" + query({ after, limit }));
export const report = () => ask("GET", "/report");
export const faults = () => ask("GET", "/faults");
export const usualFaults = () => ask("GET", "/faults/usual");
export const turnFaults = (changes) => ask("POST", "/faults", changes);
export const clearFaults = () => ask("DELETE", "/faults", {});
export const clock = () => ask("GET", "/clock");
export const turnClock = (change) => ask("POST", "/clock", change);
export const expireTokens = () => ask("POST", "/expire-tokens", {});
export const verifyUrl = () => ask("POST", "/verify-url", {});
export const reset = () => ask("POST", "/reset", {});

const table = (base, name) => `/bases/${id(base)}/tables/${id(name)}`;

export const bases = () => ask("GET", "/bases");
export const makeBase = (as, name) => ask("POST", "/bases", { as, name });
export const grid = (base, name, view) => ask("GET", table(base, name) + query({ view }));
export const makeTable = (as, base, name) => ask("POST", `/bases/${id(base)}/tables`, { as, name });
export const addRow = (as, base, name, fields) =>
  ask("POST", `${table(base, name)}/rows`, { as, fields });
export const changeRow = (as, base, name, row, fields) =>
  ask("PUT", `${table(base, name)}/rows/${id(row)}`, { as, fields });
export const deleteRow = (as, base, name, row) =>
  ask("DELETE", `${table(base, name)}/rows/${id(row)}`, { as });
export const addColumn = (as, base, name, column) =>
  ask("POST", `${table(base, name)}/fields`, { as, ...column });
export const changeColumn = (as, base, name, field, change) =>
  ask("PUT", `${table(base, name)}/fields/${id(field)}`, { as, ...change });
export const deleteColumn = (as, base, name, field) =>
  ask("DELETE", `${table(base, name)}/fields/${id(field)}`, { as });

export const addView = (as, base, name, view) => ask("POST", `${table(base, name)}/views`, { as, ...view });
export const changeView = (as, base, name, view, change) =>
  ask("PUT", `${table(base, name)}/views/${id(view)}`, { as, ...change });
export const deleteView = (as, base, name, view) =>
  ask("DELETE", `${table(base, name)}/views/${id(view)}`, { as });

export const resource = (key) => `${ROOT}/resources/${id(key)}`;
export const eventsUrl = (as) => `${ROOT}/events` + query({ as });
