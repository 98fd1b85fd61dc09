"""One contract for Feishu's helpdesk: the memory and the real gateway → sandbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.feishu.errors import NeverAgain
from bot.feishu.helpdesk import LarkHelpdesk
from bot.feishu.helpdesk_memory import MemoryHelpdesk
from bot.feishu.helpdesk_port import Helpdesk, HelpdeskCategory, HelpdeskFaq
from sandbox.testing import Running

DESK, TOKEN = "7", "ht-1"
CATEGORIES: list[dict[str, Any]] = [
    {"id": "11", "name": "班结", "parent_id": "0", "children": [{"id": "12", "name": "日结"}]},
    {"id": "13", "name": "小票", "parent_id": "11"},
]
RICH: dict[str, Any] = {
    "id": "101",
    "faq_id": "101",
    "question": " 日结卡住了？ ",
    "answer": "plain",
    "answer_richtext": [
        {"type": "text", "content": "1. 等五分钟。"},
        {"type": "line break", "content": ""},
        {"type": "text", "content": "2. 看"},
        {"type": "hyperlink", "content": "说明", "url": "https://example.com/a"},
        {"type": "img", "content": "img_1"},
    ],
    "tags": ["日结转圈", " "],
    "categories": [{"category_id": "12", "name": "日结"}],
    "expire_time": 1798732800,
}
PLAIN: dict[str, Any] = {"id": "102", "question": "小票空白？", "answer": "换纸。", "status": 0}
MANY: list[dict[str, Any]] = [
    {"id": str(200 + n), "question": f"问题 {n}", "answer": "答"} for n in range(205)
]
READ = (
    HelpdeskFaq(
        "101",
        "日结卡住了？",
        "1. 等五分钟。\n2. 看[说明](https://example.com/a)",
        ("日结转圈",),
        "12",
        pictures=1,
        expires_at=1798732800,
    ),
    HelpdeskFaq("102", "小票空白？", "换纸。", online=False),
)
Make = Callable[[list[dict[str, Any]]], Helpdesk]


@pytest.fixture(params=["memory", "sandbox"])
def make(request: pytest.FixtureRequest) -> Iterator[Make]:
    """A helpdesk that holds these questions."""
    if request.param == "memory":
        yield lambda faqs: MemoryHelpdesk(
            READ if faqs[0] is RICH else [HelpdeskFaq(f["id"], f["question"], "答") for f in faqs],
            [
                HelpdeskCategory("11", "班结"),
                HelpdeskCategory("12", "日结", "11"),
                HelpdeskCategory("13", "小票", "11"),
            ],
        )
        return
    running: Running = request.getfixturevalue("running")
    running.client.reset()

    def of_sandbox(faqs: list[dict[str, Any]]) -> Helpdesk:
        desk = {"helpdesk_id": DESK, "token": TOKEN, "faqs": faqs, "categories": CATEGORIES}
        running.client.call("POST", "helpdesk", desk)
        settings = running.settings
        return LarkHelpdesk(settings.app_id, settings.app_secret, DESK, TOKEN, running.base)

    yield of_sandbox


def test_a_question_comes_with_its_wordings_and_its_answer_as_markdown(make: Make) -> None:
    assert make([RICH, PLAIN]).faqs().faqs == READ


def test_categories_come_flat_with_their_parents(make: Make) -> None:
    assert make([RICH]).categories() == [
        HelpdeskCategory("11", "班结"),
        HelpdeskCategory("12", "日结", "11"),
        HelpdeskCategory("13", "小票", "11"),
    ]


def test_a_long_list_comes_page_by_page_each_question_once(make: Make) -> None:
    desk = make(MANY)
    found: list[str] = []
    after = ""
    while True:
        page = desk.faqs(after)
        found += [faq.id for faq in page.faqs]
        after = page.next
        if not after:
            break
    assert found == [one["id"] for one in MANY]


def test_a_token_that_was_reset_is_final(running: Running) -> None:
    memory = MemoryHelpdesk()
    memory.authorised = False
    running.client.call("POST", "helpdesk", {"helpdesk_id": DESK, "token": "ht-2"})
    settings = running.settings
    real = LarkHelpdesk(settings.app_id, settings.app_secret, DESK, TOKEN, running.base)
    for desk in (memory, real):
        with pytest.raises(NeverAgain) as refused:
            desk.faqs()
        assert refused.value.code == 154001
