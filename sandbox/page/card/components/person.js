// People by their id: a chip, a list.

import { html } from "../../vendor/preact-htm.js";
import { whoIs } from "../../state.js";
import { Avatar } from "../../views/avatar.js";
import { margin } from "../layout.js";
import { CardIcon } from "../words.js";

const SIZES = { extra_small: 20, small: 24, medium: 32, large: 48 };

export function PersonChip({ id, showName = true, showAvatar = true, size = "extra_small", style }) {
  const person = whoIs(id);
  const name = person?.name || "未知用户";
  const pixels = SIZES[size] || SIZES.medium;
  return html`
    <span class=${`person-chip ${style === "capsule" ? "capsule" : ""}`} title=${name}>
      ${showAvatar &&
      html`<${Avatar} name=${name} color=${person ? person.avatar_color : "#8f959e"}
        kind=${person?.is_bot ? "bot" : "user"} size=${pixels} />`}
      ${showName && html`<span>${name}</span>`}
    </span>
  `;
}

export const Person = ({ node }) => html`
  <div style=${margin(node)}>
    <${PersonChip} id=${node.user_id} size=${node.size || "medium"} style=${node.style}
      showName=${Boolean(node.show_name)} showAvatar=${node.show_avatar !== false} />
  </div>
`;

export function PersonList({ node, ctx }) {
  return html`
    <div class="with-icon" style=${margin(node)}>
      <${CardIcon} icon=${node.icon || node.ud_icon} ctx=${ctx} />
      <div class="person-list grow" style=${node.lines > 0 ? { maxHeight: `${node.lines * 32}px` } : {}}>
        ${(node.persons || [])
          .filter((one) => !node.drop_invalid_user_id || whoIs(one.id))
          .map(
            (one) => html`<${PersonChip} key=${one.id} id=${one.id} size=${node.size}
              showName=${node.show_name !== false} showAvatar=${Boolean(node.show_avatar)} />`,
          )}
      </div>
    </div>
  `;
}
