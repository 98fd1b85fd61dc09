// Opening links the way the client of this window's size would.

import { toast } from "../views/toast.js";

const BLOCKED = "lark://msgcard/unsupported_action";

function pick(link, phone) {
  const own = phone ? link.ios_url || link.android_url : link.pc_url;
  return own || link.default_url || link.url;
}

export function openLink(link, phone) {
  const url = pick(link, phone);
  if (url === BLOCKED) return toast("warning", "当前客户端不支持此操作");
  if (/^https?:\/\//.test(url || "")) window.open(url, "_blank", "noopener,noreferrer");
}

export function openBehaviors(behaviors, phone) {
  for (const behavior of behaviors || []) {
    if (behavior.type === "open_url") openLink(behavior, phone);
  }
}
