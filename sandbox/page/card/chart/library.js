// VChart is large, so it is fetched when the first chart comes on screen.

let arriving = null;

export function chartLibrary() {
  arriving ??= new Promise((answer, fail) => {
    const script = document.createElement("script");
    script.src = new URL("../../vendor/vchart.js", import.meta.url).href;
    script.onload = () => answer(globalThis.VChart.VChart);
    script.onerror = () => {
      arriving = null;
      script.remove();
      fail(new Error("图表库没有加载成功"));
    };
    document.head.append(script);
  });
  return arriving;
}
