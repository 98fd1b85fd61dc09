"""Charts in cards: every kind is drawn, on a canvas with something on it."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.page.cards import card, message
from tests.page.chart_specs import SPECS
from tests.page.conftest import DESKTOP, PHONE, OpenPage
from tests.page.stage import Stage

pytestmark = pytest.mark.browser

INKED = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.some((value, i) => i % 4 === 3 && value > 0);
}"""


def chart(spec: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"tag": "chart", "chart_spec": spec} | more


def drawn(figure: Locator) -> Locator:
    figure.scroll_into_view_if_needed()
    canvas = figure.locator("[data-drawn=true] canvas").first
    expect(canvas).to_be_visible()
    return canvas


def test_every_kind_of_chart_is_drawn(stage: Stage, open_page: OpenPage) -> None:
    names = list(SPECS)
    for start in range(0, len(names), 4):
        parts = [chart(SPECS[name], height="160px") for name in names[start : start + 4]]
        last = stage.card(card(*parts))
    page = open_page(stage.address(), DESKTOP)
    expect(message(page, last)).to_be_visible()
    figures = page.locator("figure.chart")
    expect(figures).to_have_count(len(names))
    for name, figure in zip(names, figures.all(), strict=True):
        canvas = drawn(figure)
        assert canvas.evaluate(INKED), f"the chart {name} is blank"
        canvas.hover()  # the tooltip has to keep to the page's policy too


def test_a_chart_that_cannot_be_drawn_says_so_beside_the_rest(
    stage: Stage, open_page: OpenPage
) -> None:
    broken = {"type": "common", "data": [], "series": [{"type": "nothing"}]}
    sent = stage.card(card(chart(broken), {"tag": "markdown", "content": "其余照常"}))
    page = open_page(stage.address(), DESKTOP)
    shown = message(page, sent)
    expect(shown.locator(".chart-broken")).to_contain_text("图表无法显示")
    expect(shown).to_contain_text("其余照常")


def test_the_library_comes_with_the_first_chart_only(stage: Stage, open_page: OpenPage) -> None:
    stage.text("没有图表")
    page = open_page(stage.address(), DESKTOP)
    expect(page.get_by_text("没有图表").last).to_be_visible()
    assert page.locator("script[src*=vchart]").count() == 0
    with page.expect_request("**/vendor/vchart.js"):
        sent = stage.card(card(chart(SPECS["line"])))
    drawn(message(page, sent).locator("figure"))


def test_on_a_phone_a_chart_is_square_and_opens_full_screen(
    stage: Stage, open_page: OpenPage
) -> None:
    sent = stage.card(card(chart(SPECS["ring"]), chart(SPECS["line"], preview=False)))
    page = open_page(stage.address(), PHONE)
    figures = message(page, sent).locator("figure")
    square, closed = figures.first, figures.last
    drawn(square)
    box = square.bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(box["height"], abs=2)
    closed.click()
    expect(page.locator("dialog")).to_have_count(0)
    square.click()
    dialog = page.get_by_role("dialog", name="饼图")
    drawn(dialog.locator(".chart-room"))
    whole = dialog.bounding_box()
    assert whole is not None
    assert whole["width"] == PHONE[0]
    assert whole["height"] == PHONE[1]
    dialog.get_by_role("button", name="关闭图表").click()
    expect(page.locator("dialog")).to_have_count(0)
