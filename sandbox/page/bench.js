// Faults of the sandbox as this window knows them; other windows may turn them too.

import * as api from "./api.js";
import { set, state } from "./state.js";
import { trying } from "./trying.js";

const EVERY_MS = 4000;
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function note(faults) {
  const { usual, choices } = state.bench;
  const active = Object.keys(faults).filter((name) => !same(faults[name], usual[name]));
  if (!same(faults, state.bench.faults)) set({ bench: { faults, usual, choices, active } });
}

export async function refreshFaults() {
  try {
    note(await api.faults());
  } catch (error) {
    if (!(error instanceof api.ApiError)) throw error; // the offline line says it already
  }
}

export async function watchFaults() {
  await trying(async () => {
    const { values, choices } = await api.usualFaults();
    set({ bench: { ...state.bench, usual: values, choices } });
  });
  await refreshFaults();
  setInterval(() => document.hidden || refreshFaults(), EVERY_MS);
}

export const turn = (name, value) => trying(async () => note(await api.turnFaults({ [name]: value })));
export const calm = () => trying(async () => note(await api.clearFaults()));
