"""A chat with two thousand messages stays fluid."""

import re
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.page.conftest import DESKTOP, OpenPage
from tests.page.stage import Stage

pytestmark = pytest.mark.browser

MANY = 2_000
# Ten arrivals one after the other, each until it is drawn; the quickest, for the machine is shared.
ARRIVALS = """async (sample) => {
  const { upsert } = await import("/page/session.js");
  const took = [];
  for (let n = 0; n < 10; n += 1) {
    const started = performance.now();
    upsert({ ...sample, message_id: `om_new_${n}` }, true);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    took.push(performance.now() - started);
  }
  return Math.min(...took);
}"""


def test_two_thousand_messages_stay_fluid(stage: Stage, open_page: OpenPage) -> None:
    sample = stage.running.client.message(stage.my_id, stage.text("第 0 条"))
    start = int(sample["create_time"])

    def item(n: int) -> dict[str, Any]:
        text = {"text": f"第 {n} 条 https://a.example/{n}"}
        return sample | {
            "message_id": f"om_{n}",
            "create_time": str(start + n),
            "content": text,
        }

    def many(route: Route) -> None:
        route.fulfill(json={"items": [item(n) for n in range(MANY)], "more": False})

    page = open_page("about:blank", DESKTOP)
    page.route(re.compile("/messages[?]"), many)
    page.goto(stage.address())
    expect(page.get_by_test_id(f"msg-om_{MANY - 1}")).to_be_in_viewport(timeout=20_000)
    took = page.evaluate(ARRIVALS, item(MANY))
    expect(page.get_by_test_id("msg-om_new_9")).to_be_in_viewport()
    # Drawing all of them anew takes more than a second.
    assert took < 250
