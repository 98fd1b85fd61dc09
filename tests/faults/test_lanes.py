"""Within a chat one after the other; chats do not wait for each other."""

from __future__ import annotations

from bot.feishu.errors import TryLater
from tests.faults.books import Books
from tests.faults.harness import wait_until
from tests.faults.live import live_desk


def test_a_chats_second_answer_waits_for_its_first_and_other_chats_do_not(desk_url: str) -> None:
    with live_desk(desk_url) as desk:
        first, second = desk.reply("oc_a"), desk.reply("oc_a")
        desk.feishu.refuse(
            lambda api, target: target == first, TryLater(230020, "too many to one chat")
        )
        others = [desk.reply(f"oc_{n}") for n in range(10)]
        wait_until(
            lambda: set(desk.answered()) == set(others), within=20, what="the other chats' answers"
        )
        wait_until(
            lambda: desk.feishu.calls.count(("reply", first)) >= 3,
            within=20,
            what="the first is tried again and again",
        )
        assert ("reply", second) not in desk.feishu.calls
        desk.feishu.relent()
        wait_until(lambda: len(desk.answered()) == 12, within=20, what="all answers")
        assert desk.answered()[-2:] == [first, second]


def test_a_worker_told_to_stop_keeps_what_it_could_not_send(desk_url: str) -> None:
    with live_desk(desk_url) as desk:
        desk.feishu.refuse(lambda api, target: True, TryLater(230020, "too many to one chat"))
        desk.reply("oc_a")
        wait_until(lambda: desk.feishu.calls, within=20, what="the first try")
    books = Books(desk_url)
    assert books.outbox() == {"queued": 1}
    assert books.items() == {"PENDING": 1}
    books.close()
