// Feishu's emoji keys that people use every day; any other key is shown as its text.

const EMOJI = {
  OK: "👌", THUMBSUP: "👍", DONE: "✅", Typing: "⌨️", SMILE: "😊", HEART: "❤️", APPLAUSE: "👏",
  THANKS: "🙏", MUSCLE: "💪", LAUGH: "😄", CRY: "😭", SOB: "😭", PARTY: "🎉", FIRE: "🔥",
  CheckMark: "✔️", CrossMark: "❌", Alarm: "⏰", ThumbsDown: "👎", JIAYI: "+1", LGTM: "LGTM",
  WOW: "😮", ERROR: "❗", OnIt: "🫡", Get: "Get", EYES: "👀",
};

export const QUICK = ["OK", "THUMBSUP", "DONE", "SMILE", "HEART", "APPLAUSE"];
export const emoji = (key) => EMOJI[key] || key;

/** `:DONE:` in running text becomes the sign. */
export const withEmoji = (text) =>
  text.replace(/:([A-Za-z]{2,20}):/g, (whole, key) => EMOJI[key] || whole);
