// What people typed into forms and controls but did not send yet. Lives as long as the page.

import { useEffect, useState } from "../vendor/preact-htm.js";

const drafts = new Map();

function byIndex(node) {
  return node.initial_index ? node.options?.[node.initial_index - 1]?.value : undefined;
}

/** What a control shows before anybody touched it. */
function initial(node) {
  switch (node.tag) {
    case "input":
      return node.i18n_default_value?.zh_cn ?? node.default_value ?? "";
    case "checker":
      return Boolean(node.checked);
    case "select_static":
    case "select_person":
      return node.initial_option || byIndex(node);
    case "multi_select_static":
    case "multi_select_person":
      return node.selected_values || [];
    case "select_img":
      return node.multi_select ? [] : undefined;
    case "date_picker":
      return node.initial_date;
    case "picker_time":
      return node.initial_time;
    case "picker_datetime":
      return node.initial_datetime;
    default:
      return undefined;
  }
}

/** Named controls at any depth of a form, buttons excluded. */
export function controls(node, found = []) {
  for (const value of Object.values(node)) {
    if (!value || typeof value !== "object") continue;
    if (!Array.isArray(value) && value.name && value.tag && value.tag !== "button") {
      found.push(value);
    }
    controls(value, found);
  }
  return found;
}

function fresh(form) {
  const values = {};
  for (const control of controls(form)) values[control.name] = initial(control);
  return values;
}

const isEmpty = (value) =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length);

/** The draft of a form outlives updates of its card as long as the form itself stays the same. */
export function useForm(node, ctx) {
  const [, redraw] = useState(0);
  const key = `${ctx.message.message_id} ${node.name}`;
  const shape = JSON.stringify(node);
  if (drafts.get(key)?.shape !== shape) {
    drafts.set(key, { shape, values: fresh(node), missing: new Set() });
  }
  const draft = drafts.get(key);
  const changed = () => redraw((n) => n + 1);
  const version = ctx.message.update_time;
  return {
    /** Submitted, and the card has not been replaced since. */
    locked: draft.submitted === version,
    lock(at) {
      draft.submitted = at;
      changed();
    },
    version,
    /** The questions of controls that a person answered; they are asked at submit. */
    questions: () =>
      controls(node).filter((one) => one.confirm && !isEmpty(draft.values[one.name])),
    value: (name) => draft.values[name],
    isMissing: (name) => draft.missing.has(name),
    put(name, value) {
      draft.values[name] = value;
      draft.missing.delete(name);
      changed();
    },
    reset() {
      drafts.set(key, { shape, values: fresh(node), missing: new Set() });
      changed();
    },
    /** True if every required control is filled; marks the ones that are not. */
    complete() {
      const required = controls(node).filter((control) => control.required);
      const empty = required.filter((control) => isEmpty(draft.values[control.name]));
      draft.missing = new Set(empty.map((control) => control.name));
      changed();
      return !empty.length;
    },
    /** Answered controls, and those that were emptied by hand. */
    values() {
      return Object.fromEntries(
        Object.entries(draft.values).filter(([, value]) => value !== undefined),
      );
    },
  };
}

/**
 * The value of one control. In a form it is part of the draft; alone it calls back at once,
 * with the payload that `send` makes of it.
 */
export function useControl(node, path, ctx, send) {
  const start = initial(node);
  const [own, setOwn] = useState(start);
  useEffect(() => setOwn(start), [JSON.stringify(start)]);
  if (ctx.form && node.name) {
    return {
      value: ctx.form.value(node.name),
      missing: ctx.form.isMissing(node.name),
      locked: ctx.form.locked,
      change: (value) => ctx.form.put(node.name, value),
    };
  }
  return {
    value: own,
    missing: false,
    locked: false,
    async change(value) {
      setOwn(value);
      const payload = send(value);
      if (payload && !(await ctx.press(path, payload))) setOwn(own);
    },
    keep: setOwn,
  };
}
