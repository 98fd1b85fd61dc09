// The sandbox's time, its pace and its jumps; tokens that end; the bot's address.

import * as api from "../api.js";
import { html, useEffect, useState } from "../vendor/preact-htm.js";
import { trying } from "../trying.js";
import { toast } from "../views/toast.js";

const EVERY_MS = 1000;
const JUMPS = { "5 分钟": 300, "1 小时": 3600, "1 天": 86_400, "15 天": 15 * 86_400 };

function useClock() {
  const [clock, setClock] = useState(null);
  useEffect(() => {
    const ask = async () => setClock(await api.clock());
    trying(ask);
    const timer = setInterval(() => document.hidden || ask().catch(() => {}), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const change = (wish) =>
    trying(async () => {
      const answer = await api.turnClock(wish);
      setClock((now) => ({ ...now, ...answer }));
    });
  return [clock, change];
}

const local = (stamp) => new Date(stamp).toLocaleString("zh-CN", { hour12: false });

function Jumps({ change }) {
  const [seconds, setSeconds] = useState("");
  const jump = (event) => {
    event.preventDefault();
    if (Number(seconds)) change({ jump_s: Number(seconds) });
  };
  return html`
    <div class="button-row" role="group" aria-label="时钟前进">
      ${Object.entries(JUMPS).map(
        ([words, step]) => html`<button key=${step} type="button" class="plain small"
          onClick=${() => change({ advance_s: step })}>+${words}</button>`,
      )}
    </div>
    <form class="button-row" onSubmit=${jump}>
      <input class="control" type="number" aria-label="跳过的秒数" placeholder="秒数，可以是负的"
        value=${seconds} onInput=${(event) => setSeconds(event.target.value)} />
      <button type="submit" class="plain small" disabled=${!Number(seconds)}>跳</button>
    </form>
  `;
}

function Pace({ scale, change }) {
  const [draft, setDraft] = useState(String(scale));
  useEffect(() => setDraft(String(scale)), [scale]);
  const apply = (event) => {
    event.preventDefault();
    if (Number(draft) > 0) change({ scale: Number(draft) });
  };
  return html`
    <form class="fault" onSubmit=${apply}>
      <span class="two-lines"><span class="fault-name">快慢</span><small>真实的一秒里过几秒</small></span>
      <input class="control" type="number" min="0" step="any" aria-label="时钟快慢" value=${draft}
        onInput=${(event) => setDraft(event.target.value)} onBlur=${apply} />
    </form>
  `;
}

const acts = {
  expire: () =>
    trying(async () => {
      await api.expireTokens();
      toast("success", "现有的令牌都失效了");
    }),
  verify: () =>
    trying(async () => {
      const { ok, error } = await api.verifyUrl();
      toast(ok ? "success" : "error", ok ? "地址校验通过" : `地址校验失败：${error}`);
    }),
};

export function Clock() {
  const [clock, change] = useClock();
  return html`
    <section class="fault-group" aria-label="时钟">
      <h3>时钟</h3>
      <p class="big-clock" role="timer">${clock ? local(clock.now) : "…"}</p>
      <${Jumps} change=${change} />
      ${clock?.scale !== undefined && html`<${Pace} scale=${clock.scale} change=${change} />`}
      <div class="button-row">
        <button type="button" class="plain small" onClick=${() => change({ stopped: true })}>停住</button>
        <button type="button" class="plain small" onClick=${() => change({ stopped: false })}>继续走</button>
      </div>
      <p class="side-hint">推送的重试按真实时间走。</p>
    </section>
    <section class="fault-group" aria-label="令牌与地址">
      <h3>令牌与地址</h3>
      <div class="button-row">
        <button type="button" class="plain small" onClick=${acts.expire}>让令牌失效</button>
        <button type="button" class="plain small" onClick=${acts.verify}>校验机器人地址</button>
      </div>
    </section>
  `;
}
