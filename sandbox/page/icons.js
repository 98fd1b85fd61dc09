// Feishu's icon tokens as a small set of line drawings; a token we don't know draws nothing.

import { html } from "./vendor/preact-htm.js";

const circle = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z";
const SHAPES = {
  add: "M12 5v14M5 12h14",
  alarm: "M6 17v-6a6 6 0 0 1 12 0v6M4 17h16M10 20h4M12 5V3",
  attachment: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 5 5l-8.5 8.5a1.8 1.8 0 0 1-2.5-2.5L15 7",
  at: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM16 8v5a2.5 2.5 0 0 0 5 0v-1a9 9 0 1 0-4 7.5",
  back: "M15 5l-7 7 7 7",
  bell: "M6 17v-6a6 6 0 0 1 12 0v6l2 1H4zM10 21h4",
  book: "M5 4h13v16H5zM5 16h13M9 8h5",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5",
  camera: "M4 7h4l2-2h4l2 2h4v12H4zM12 10a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  card: "M3 5h18v14H3zM3 9h18M7 14h5",
  chart: "M4 20h16M7 20v-7M12 20V6M17 20v-10",
  chat: "M4 5h16v11H11l-4 4v-4H4z",
  close: "M6 6l12 12M18 6L6 18",
  code: "M8 7l-5 5 5 5M16 7l5 5-5 5M14 4l-4 16",
  computer: "M3 4h18v12H3zM8 20h8M12 16v4",
  copy: "M8 8h12v12H8zM4 16V4h12",
  done: "M5 13l4 4L19 7",
  thread: "M4 5h16v11H11l-4 4v-4H4zM8 9h8M8 12.5h5",
  down: "M5 9l7 7 7-7",
  edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  error: `${circle}M9 9l6 6M15 9l-6 6`,
  file: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  flag: "M6 21V4h12l-3 4 3 4H6",
  forward: "M14 6l6 6-6 6v-4c-5 0-8 1-10 4 0-6 4-9 10-9z",
  gauge: "M4 18a9 9 0 1 1 16 0M12 14l4-5M12 14v.5",
  gift: "M4 9h16v4H4zM5 13h14v8H5zM12 9v12M12 9c-6 0-5-6-2-5 2 1 2 5 2 5zm0 0c6 0 5-6 2-5-2 1-2 5-2 5z",
  grid: "M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14",
  group: "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM3 20c0-4 3-6 6-6s6 2 6 6M16 6a3 3 0 0 1 0 6M17 14c2.5 .5 4 2.5 4 6",
  heart: "M12 20C4 14 3 11 3 8.5A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 9 1.5C21 11 20 14 12 20z",
  helpdesk: "M5 13v-2a7 7 0 0 1 14 0v2M3 13h4v5H3zM17 13h4v5h-4zM19 18c0 2-2 3-5 3",
  history: "M4 12a8 8 0 1 0 3-6.2M4 4v4h4M12 8v5l3 2",
  home: "M4 11l8-7 8 7v9H4zM10 20v-6h4v6",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 8.5h.01",
  info: `${circle}M12 11v6M12 7.5v.5`,
  lan: "M9 3h6v5H9zM3 16h6v5H3zM15 16h6v5h-6zM12 8v4M6 16v-4h12v4",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  list: "M4 6l1.5 1.5L8 5M4 12.5l1.5 1.5L8 11.5M4 19l1.5 1.5L8 18M11 6.5h9M11 13h9M11 19.5h9",
  local: "M12 21c-5-5-7-8-7-11a7 7 0 0 1 14 0c0 3-2 6-7 11zM12 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  lock: "M5 11h14v10H5zM8 11V8a4 4 0 0 1 8 0v3M12 15v2",
  mail: "M3 5h18v14H3zM3 7l9 6 9-6",
  maximize: "M14 4h6v6M10 20H4v-6M20 4l-7 7M4 20l7-7",
  maybe: `${circle}M9.5 9.5c.5-3 5.5-2.5 5 .5-.3 1.5-2.5 2-2.5 4M12 17v.5`,
  member: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-5 4-7 8-7s8 2 8 7",
  microphone: "M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  no: `${circle}M6 6l12 12`,
  phone: "M6 3h4l1.5 5L9 10c1 2.5 2.5 4 5 5l2-2.5 5 1.5v4c-9 2-17-6-15-15z",
  pin: "M9 3h6l-1 7 4 4H6l4-4zM12 14v7",
  play: "M8 5v14l11-7z",
  printer: "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z",
  qr: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM18 14h2M14 20h2",
  refresh: "M20 12a8 8 0 1 1-2.5-5.8M20 3v4h-4",
  reply: "M10 6L4 12l6 6v-4c5 0 8 1 10 4 0-6-4-9-10-9z",
  right: "M9 5l7 7-7 7",
  robot: "M5 8h14v11H5zM12 8V4M9 13v.5M15 13v.5M9 16.5h6M3 12v4M21 12v4",
  scan: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.5 4.5",
  send: "M3 11l18-8-7 18-3-7z",
  setting: "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM12 3l2 3h4l1 4 2 2-2 2-1 4h-4l-2 3-2-3H6l-1-4-2-2 2-2 1-4h4z",
  signal: "M5 20v-4M10 20v-8M15 20V8M20 20V4",
  smile: `${circle}M8.5 9.5v.5M15.5 9.5v.5M8 14c1.5 3 6.5 3 8 0`,
  star: "M12 3l2.8 5.8 6.2.8-4.5 4.4 1.1 6.3L12 17.2l-5.6 3.1 1.1-6.3L3 9.6l6.2-.8z",
  succeed: `${circle}M8 12.5l3 3 5.5-6`,
  tag: "M3 12V4h8l10 10-8 7zM7.5 8.5h.01",
  thumbdown: "M8 14V4H4v10zM8 14l4 7c2 0 3-1 2.5-3l-.5-3h6l-1-9c-.2-1.3-1-2-2-2H8z",
  thumbsup: "M8 10v10H4V10zM8 10l4-7c2 0 3 1 2.5 3l-.5 3h6l-1 9c-.2 1.3-1 2-2 2H8z",
  time: `${circle}M12 7v5l3.5 2`,
  trash: "M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6",
  todo: "M4 4h16v16H4zM8 12l3 3 5-6",
  up: "M5 15l7-7 7 7",
  wallet: "M4 7h16v13H4zM4 7l12-4v4M15 12h5v4h-5z",
  warning: "M12 3l10 18H2zM12 10v5M12 17.5v.5",
  workorder: "M5 4h14v17H5zM9 2h6v4H9zM9 11h6M9 15h4",
};

const ALIASES = {
  accessory: "attachment", ai: "robot", "ai-common": "robot", alert: "alarm", approval: "succeed",
  arrow: "right", "arrow-down": "down", "arrow-left": "back", "arrow-right": "right",
  "arrow-up": "up", assigned: "member", bot: "robot", "bot-add": "robot", call: "phone",
  calender: "calendar", "close-bold": "close", "close-small": "close", "down-bold": "down",
  "down-small-ccm": "down", emoji: "smile", "file-link-docx": "file", "file-link-word": "file",
  "forward-com": "forward", "left-bold": "back", "left-small-ccm": "back", left: "back",
  like: "heart", "list-check": "list", location: "local", "member-add": "member", mobile: "phone",
  "more-bold": "more", myai: "robot", person: "member", "person-add": "member", question: "maybe",
  report: "warning", "right-bold": "right", "right-small-ccm": "right", safe: "lock",
  "setting-inter": "setting", sheet: "chart", start: "star", "time-zone": "time",
  undo: "reply", "up-bold": "up", "up-small-ccm": "up", "warn-report": "warning", yes: "succeed",
  "add-bold": "add", "calendar-done": "calendar", doc: "file", mic: "microphone",
};

// Drawn solid they would lose their inner mark, so they get a white stroke on top.
const MARKED = new Set(["error", "info", "maybe", "succeed", "time", "warning"]);

function shapeOf(token) {
  const name = String(token || "").replace(/_(outlined|filled|colorful)$/, "");
  return SHAPES[name] ? name : ALIASES[name] || null;
}

export function Icon({ token, size, color }) {
  const name = shapeOf(token);
  if (!name) return null;
  const filled = MARKED.has(name) && /_(filled|colorful)$/.test(token);
  const style = { color, width: size, height: size };
  return html`
    <svg class=${filled ? "icon filled" : "icon"} viewBox="0 0 24 24" style=${style}
      aria-hidden="true" focusable="false"><path d=${SHAPES[name]} /></svg>
  `;
}
