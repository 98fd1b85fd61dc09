// Windows over the page: a picture, a chart, a question, a new group.

import { html, useState } from "../vendor/preact-htm.js";
import { set, state } from "../state.js";
import { makeGroup } from "../talking.js";
import { ChartCanvas } from "../card/components/chart.js";
import { Icon } from "../icons.js";
import { Avatar } from "./avatar.js";
import { Modal } from "./modal.js";
import { VoiceDialog } from "./voice.js";

const close = () => set({ dialog: null });

/** Asks a yes or no question; answers a promise. */
export function confirmed(title, text) {
  return new Promise((answer) => set({ dialog: { kind: "confirm", title, text, answer } }));
}

function Confirm({ dialog }) {
  const say = (yes) => {
    close();
    dialog.answer(yes);
  };
  return html`
    <${Modal} label=${dialog.title} className="confirm" onClose=${() => say(false)}>
      <h3>${dialog.title}</h3>
      <p>${dialog.text}</p>
      <div class="modal-buttons">
        <button type="button" class="plain" onClick=${() => say(false)}>取消</button>
        <button type="button" class="strong" onClick=${() => say(true)}>确定</button>
      </div>
    <//>
  `;
}

function BigPicture({ dialog }) {
  return html`
    <${Modal} label=${dialog.alt} className="big-picture" onClose=${close}>
      <button type="button" aria-label="关闭图片" onClick=${close}>
        <img src=${dialog.url} alt=${dialog.alt} />
      </button>
    <//>
  `;
}

function BigChart({ dialog }) {
  return html`
    <${Modal} label=${dialog.label} className="big-chart" onClose=${close}>
      <button type="button" class="icon-button" aria-label="关闭图表" onClick=${close}>
        <${Icon} token="close" size="20px" />
      </button>
      <div class="chart-room"><${ChartCanvas} node=${dialog.node} phone=${state.phone} /></div>
    <//>
  `;
}

function NewGroup() {
  const [name, setName] = useState("");
  const [search, setSearch] = useState("");
  const [members, setMembers] = useState([]);
  const people = state.people.filter(
    (p) => p !== state.me && [p.name, p.role, p.station_name].join(" ").includes(search.trim()),
  );
  const toggle = (id) =>
    setMembers(members.includes(id) ? members.filter((m) => m !== id) : [...members, id]);
  const create = async (event) => {
    event.preventDefault();
    if (await makeGroup(name.trim() || "新的群聊", members)) close();
  };
  return html`
    <${Modal} label="发起群聊" className="new-group" onClose=${close}>
      <form onSubmit=${create}>
        <h3>发起群聊</h3>
        <input class="control" aria-label="群名称" placeholder="群名称" value=${name}
          onInput=${(event) => setName(event.target.value)} />
        <input class="control" type="search" aria-label="搜索成员" placeholder="搜索成员" value=${search}
          onInput=${(event) => setSearch(event.target.value)} />
        <ul>
          ${people.map(
            (p) => html`<li key=${p.open_id}><label>
              <input type="checkbox" checked=${members.includes(p.open_id)}
                onChange=${() => toggle(p.open_id)} />
              <${Avatar} name=${p.name} color=${p.avatar_color} size=${28} />
              ${p.name}<small>${[p.role, p.station_name].filter(Boolean).join(" · ")}</small>
            </label></li>`,
          )}
        </ul>
        <p class="hint">机器人会一起入群</p>
        <div class="modal-buttons">
          <button type="button" class="plain" onClick=${close}>取消</button>
          <button type="submit" class="strong">创建（${members.length + 1} 人）</button>
        </div>
      </form>
    <//>
  `;
}

const KINDS = { voice: VoiceDialog, confirm: Confirm, image: BigPicture, chart: BigChart, group: NewGroup };

export function Dialogs({ dialog }) {
  const Shown = dialog && KINDS[dialog.kind];
  return Shown ? html`<${Shown} dialog=${dialog} />` : null;
}
