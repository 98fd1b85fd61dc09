// One drawn chart inside an element: made, kept at its size, let go.

import { chartLibrary } from "./library.js";
import { chartSpec } from "./spec.js";

const DARK = matchMedia("(prefers-color-scheme: dark)");

/** Draws into `box`; `tell` hears nothing if all went well, or what is wrong. Answers how to stop. */
export function drawChart(box, node, look, tell) {
  let chart = null;
  let stopped = false;

  async function draw() {
    try {
      const VChart = await chartLibrary();
      if (stopped) return;
      chart?.release();
      chart = make(VChart, box, node, look);
      tell("");
    } catch (error) {
      chart = null;
      if (!stopped) tell(error.message || String(error));
    }
  }

  DARK.addEventListener("change", draw);
  draw();
  return () => {
    stopped = true;
    DARK.removeEventListener("change", draw);
    chart?.release();
  };
}

function make(VChart, box, node, look) {
  const faults = [];
  const options = {
    dom: box, mode: look.phone ? "mobile-browser" : "desktop-browser", animation: false,
    theme: DARK.matches ? "dark" : "light", onError: (...said) => faults.push(said.join(" ")),
  };
  const chart = new VChart(chartSpec(node, look), options);
  try {
    chart.renderSync();
  } catch (error) {
    faults.push(error.message);
  }
  if (!faults.length) return chart;
  chart.release();
  throw new Error(faults[0]);
}
