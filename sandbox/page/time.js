// Times the way a Chinese chat client writes them.

const pad = (n) => String(n).padStart(2, "0");
const WEEK = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
const LONG_WEEK = ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"];

const clock = (d) => `${pad(d.getHours())}:${pad(d.getMinutes())}`;
export const dayKey = (ms) => new Date(Number(ms)).toDateString();
const midnight = (d) => new Date(d.getFullYear(), d.getMonth(), d.getDate());
const daysAgo = (d) => Math.round((midnight(new Date()) - midnight(d)) / 86400000);

export function day(ms) {
  const d = new Date(Number(ms));
  const ago = daysAgo(d);
  if (ago === 0) return "今天";
  if (ago === 1) return "昨天";
  if (ago > 1 && ago < 7) return WEEK[d.getDay()];
  const thisYear = d.getFullYear() === new Date().getFullYear();
  return (thisYear ? "" : `${d.getFullYear()}年`) + `${d.getMonth() + 1}月${d.getDate()}日`;
}

export const time = (ms) => clock(new Date(Number(ms)));
export const inList = (ms) => (day(ms) === "今天" ? time(ms) : day(ms));

/** `YYYY-MM-DD HH:mm` patterns of table columns. */
export function pattern(ms, format) {
  const d = new Date(Number(ms));
  const parts = {
    YYYY: d.getFullYear(), YY: pad(d.getFullYear() % 100), MM: pad(d.getMonth() + 1),
    M: d.getMonth() + 1, DD: pad(d.getDate()), D: d.getDate(), HH: pad(d.getHours()),
    H: d.getHours(), mm: pad(d.getMinutes()), ss: pad(d.getSeconds()),
  };
  return (format || "YYYY/MM/DD").replace(/YYYY|YY|MM|M|DD|D|HH|H|mm|ss/g, (key) => parts[key]);
}

function zone(d) {
  const minutes = -d.getTimezoneOffset();
  const size = Math.abs(minutes);
  return `GMT${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

/** The forms of `<local_datetime format_type=…>`. */
export function local(ms, kind) {
  const d = new Date(Number(ms));
  if (Number.isNaN(d.getTime())) return "";
  const forms = {
    date_num: () => `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}`,
    date_short: () => `${d.getMonth() + 1}月${d.getDate()}日`,
    date: () => `${d.getFullYear()}年${d.getMonth() + 1}月${d.getDate()}日`,
    week: () => LONG_WEEK[d.getDay()],
    week_short: () => WEEK[d.getDay()],
    time: () => clock(d),
    time_sec: () => `${clock(d)}:${pad(d.getSeconds())}`,
    timezone: () => zone(d),
  };
  return (forms[kind] || forms.date_num)();
}
