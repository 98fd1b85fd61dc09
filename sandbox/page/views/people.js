// The narrow column where one picks who to be.

import { html, useState } from "../vendor/preact-htm.js";
import { choosePerson } from "../session.js";
import { Avatar } from "./avatar.js";
import { Icon } from "../icons.js";
import { ControlButton } from "../control/panel.js";

const ORDER = ["收银员", "站长", "坐席", "专家"];
const BY_KIND = { agent: "坐席", expert: "专家" };

function groupOf(person) {
  return BY_KIND[person.kind] || person.role || "员工";
}

function grouped(people) {
  const groups = new Map();
  for (const person of people) {
    const name = groupOf(person);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(person);
  }
  const place = (name) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return [...groups].sort(([a], [b]) => place(a) - place(b));
}

function matches(person, words) {
  const text = [
    person.name, person.role, person.station_code, person.station_name, person.province,
    person.city, person.skill, groupOf(person),
  ].join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
}

const place = (person) =>
  person.station_name
    ? [person.station_code, person.station_name].filter(Boolean).join(" ")
    : person.skill || person.city || "";

function PersonItem({ person, chosen }) {
  return html`
    <li>
      <button type="button" class="person" aria-current=${chosen ? "true" : undefined}
        data-testid=${`person-${person.open_id}`} onClick=${() => choosePerson(person.open_id)}>
        <${Avatar} name=${person.name} color=${person.avatar_color} size=${36} />
        <span class="two-lines">
          <span class="line-1">${person.name}<small>${person.role}</small></span>
          <span class="line-2">${place(person)}</span>
        </span>
      </button>
    </li>
  `;
}

export function People({ people, me, bench }) {
  const [search, setSearch] = useState("");
  const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = people.filter((person) => matches(person, words));
  return html`
    <nav class="column people" aria-label="切换人员">
      <header class="column-head">
        <h1>我是谁</h1>
        <${ControlButton} bench=${bench} />
      </header>
      <label class="search">
        <${Icon} token="search" size="16px" />
        <input type="search" placeholder="搜索姓名、油站" aria-label="搜索人员" value=${search}
          onInput=${(event) => setSearch(event.target.value)} />
      </label>
      <div class="scroll">
        ${grouped(found).map(
          ([name, members]) => html`
            <section key=${name} aria-label=${name}>
              <h2 class="group-name">${name}<small>${members.length}</small></h2>
              <ul>
                ${members.map(
                  (person) => html`<${PersonItem} key=${person.open_id} person=${person}
                    chosen=${me?.open_id === person.open_id} />`,
                )}
              </ul>
            </section>
          `,
        )}
        ${!found.length && html`<p class="empty">没有找到</p>`}
      </div>
    </nav>
  `;
}
