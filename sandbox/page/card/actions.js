// A press in a card: tell the server, show what it says.

import { useState } from "../vendor/preact-htm.js";
import { ApiError, click } from "../api.js";
import { confirmed } from "../views/dialogs.js";
import { toast } from "../views/toast.js";
import { plain } from "./words.js";

const samePath = (a, b) => a && b && a.length === b.length && a.every((part, i) => part === b[i]);

function failure(answer) {
  const text = answer.message || "操作失败，请稍后重试";
  const code = answer.code && !text.includes(String(answer.code)) ? `（code: ${answer.code}）` : "";
  return text + code;
}

function show(answer) {
  if (!answer.ok) return toast("error", failure(answer));
  const words = answer.toast && (answer.toast.i18n?.zh_cn || answer.toast.content);
  if (words) toast(answer.toast.type, words);
}

export async function agreed(node) {
  if (!node.confirm) return true;
  return confirmed(plain(node.confirm.title), plain(node.confirm.text));
}

/** `press(path, payload)` answers whether the click went through; `busy` is the path on its way. */
export function useClicks(message, me) {
  const [busy, setBusy] = useState(null);

  async function press(path, payload = {}) {
    if (busy) return false;
    setBusy(path);
    try {
      const answer = await click({
        as: me.open_id, message_id: message.message_id, path, ...payload,
      });
      show(answer);
      return answer.ok;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast("error", error.message);
      return false;
    } finally {
      setBusy(null);
    }
  }

  return { press, busy, isBusy: (path) => samePath(busy, path) };
}
