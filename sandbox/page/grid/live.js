// Bases and a table's rows, asked for again when a revision says that something changed.

import * as api from "../api.js";
import { useEffect, useState } from "../vendor/preact-htm.js";
import { state } from "../state.js";
import { trying } from "../trying.js";

const EVERY_MS = 1500;

/** Asks at once, then again and again while the page is looked at. */
function useAsked(ask, what) {
  useEffect(() => {
    trying(ask);
    const timer = setInterval(() => document.hidden || ask().catch(() => {}), EVERY_MS);
    return () => clearInterval(timer);
  }, what);
}

export function useBases() {
  const [bases, setBases] = useState(null);
  const ask = async () => setBases(await api.bases());
  useAsked(ask, []);
  return [bases, ask];
}

/** The grid of one table and what a person may do to it; every change asks anew. */
export function useGrid(app, table, view, revision) {
  const [grid, setGrid] = useState(null);
  const ask = () =>
    trying(async () => {
      const found = { ...(await api.grid(app, table, view)), shown: view };
      const older = (now) => now?.table_id === table && now.shown === view && now.revision > found.revision;
      setGrid((now) => (older(now) ? now : found));
    });
  useEffect(() => {
    if (grid?.table_id !== table || grid.shown !== view || grid.revision !== revision) ask();
  }, [app, table, view, revision]);
  const me = state.me.open_id;
  const doing = (act) => (...given) => trying(() => act(me, app, table, ...given)).finally(ask);
  return {
    grid: grid?.table_id === table ? grid : null,
    addRow: doing((...at) => api.addRow(...at, {})),
    change: doing(api.changeRow),
    deleteRow: doing(api.deleteRow),
    addColumn: doing(api.addColumn),
    changeColumn: doing(api.changeColumn),
    deleteColumn: doing(api.deleteColumn),
    addView: doing(api.addView),
    changeView: doing(api.changeView),
    deleteView: doing(api.deleteView),
  };
}
