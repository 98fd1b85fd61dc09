// What the faults are called. One that is not here shows its own name under “其他”.

const WORDS = {
  发消息: {
    send_error_rate: ["发送失败率", "发送、回复、编辑、更新、撤回按此比例失败"],
    error: ["失败的样子", "上面那些调用得到什么"],
    uuid_repeat: ["重复的 uuid", "得到第一条消息，还是 230049"],
    card_lock: ["点击时锁卡片", "有人点着时更新得到 11310"],
  },
  接口: {
    outage: ["全部中断", "每个调用都是 503 或断连"],
    outages: ["定时中断", "例：[{\"after_s\": 60, \"for_s\": 30}]"],
    latency_ms: ["固定延迟（毫秒）", "每个调用先等这么久"],
    latency: ["延迟分布", "例：{\"p50_ms\": 60, \"p99_ms\": 900}"],
    rules: ["单个接口的规则", "例：[{\"api\": \"POST /im/v1/messages*\", \"error\": \"500\", \"rate\": 0.5}]"],
    limits: ["频率限制", "关掉后不再有 230020、99991400"],
    limit_rates: ["每秒上限", "例：{\"api\": 20, \"user\": 2, \"chat\": 0, \"message\": 5}；0 为不限"],
    quota_exhausted: ["额度用尽", "99991403"],
    monthly_quota: ["每月额度", "-1 为不限"],
    bad_token_status: ["坏令牌的 HTTP 状态", "99991663 用 400 还是 200"],
  },
  推送: {
    duplicate_pushes: ["重复推送次数", "成功之后再推几次"],
    duplicate_new_event_ids: ["重复时换 event_id", ""],
    reorder_ms: ["乱序（毫秒）", "首次推送随机晚到"],
    ws_fragment_bytes: ["长连接分片（字节）", "0 为不分"],
  },
  权限: {
    unavailable: ["不在可用范围", "230013、232024"],
    outside_contact: ["不在通讯录范围", "41050"],
    missing_scopes: ["缺少的权限", "每行一个，99991672"],
    free_edition: ["免费版", "识别类接口不在套餐里"],
  },
  多维表格: {
    bitable_error_rate: ["失败率", "读写按此比例失败"],
    bitable_error: ["失败的错误码", ""],
    bitable_write_ms: ["写入耗时（毫秒）", ""],
    bitable_lag_ms: ["新表、新列可见前（毫秒）", ""],
    bitable_copy_ms: ["复制耗时（毫秒）", ""],
    bitable_rows: ["每表行数上限", ""],
    bitable_repeat: ["重复的 client_token", "得到第一次的应答，还是 1254608"],
    bitable_own_events: ["推送机器人自己的修改", ""],
  },
};
const OTHER = "其他";
const PEOPLE = new Set(["unavailable", "outside_contact"]);

/** Faults by group, each `{name, label, hint, people}`. */
export function groupsOf(names) {
  const left = new Set(names);
  const groups = [];
  for (const [title, known] of Object.entries(WORDS)) {
    const items = Object.keys(known).filter((name) => left.delete(name));
    const named = items.map((name) => ({
      name, label: known[name][0], hint: known[name][1], people: PEOPLE.has(name),
    }));
    if (named.length) groups.push({ title, items: named });
  }
  const rest = [...left].map((name) => ({ name, label: name, hint: "", people: false }));
  return rest.length ? [...groups, { title: OTHER, items: rest }] : groups;
}

export const labelOf = (name) =>
  Object.values(WORDS).find((known) => known[name])?.[name][0] || name;
