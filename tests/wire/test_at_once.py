"""The same push, or two presses of one button, in the same instant and in several processes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from bot.desk import faq
from bot.faq_csv import FaqRow
from bot.matching.port import Matcher
from cards import words
from cards.actions import AskHuman, NotSolved, Solved
from models import HandoverRequest, Inbound, Outbound
from tests import pushing
from tests.furniture import NOON, Desk, SteppedClock, make_desk
from tests.wire.breakage import changed
from tests.wire.captured import Body, count, load, push

EIGHT = 8


def at_once(pushes: list[tuple[Desk, Body]]) -> list[Any]:
    """Each from a thread and a client of its own, let go together."""
    start = Barrier(len(pushes))

    def one(to: tuple[Desk, Body]) -> Any:
        desk, body = to
        pusher = pushing.Pusher(desk.pusher.http.application.test_client(), desk.clock)
        start.wait(timeout=5)
        return pusher.raw(pushing.encrypt(body)).get_json()

    with ThreadPoolExecutor(len(pushes)) as threads:
        return list(threads.map(one, pushes))


def press(value: object, event_id: str, who: str = "ou_alice") -> Body:
    event = pushing.click(value, who=who)
    return pushing.envelope("card.action.trigger", event, event_id=event_id, at=NOON)


def renamed_message(number: int) -> Body:
    return changed(load("text"), ("header", "event_id"), f"e{number}")


def toasts(answers: list[Any]) -> list[str]:
    return sorted(answer["toast"]["content"] for answer in answers)


def test_one_message_pushed_eight_times_is_kept_once(either: Desk) -> None:
    assert at_once([(either, renamed_message(n)) for n in range(EIGHT)]) == [{}] * EIGHT
    assert count(either, Inbound) == 1
    assert len(either.inline.waiting) == 1


def test_one_click_pushed_eight_times_is_done_once_and_answered_alike(either: Desk) -> None:
    answers = at_once([(either, load("click_button_human"))] * EIGHT)
    assert answers == [answers[0]] * EIGHT
    assert (count(either, HandoverRequest), count(either, Outbound)) == (1, 1)


def test_two_presses_of_one_button_are_one_wish(either: Desk) -> None:
    wish = AskHuman(0).pack()
    answers = at_once([(either, press(wish, "e1")), (either, press(wish, "e2"))])
    assert toasts(answers) == sorted([words.HANDOVER_RECORDED, words.HANDOVER_AGAIN])
    assert (count(either, HandoverRequest), count(either, Outbound)) == (1, 1)
    assert count(either, Inbound) == 2


def test_the_presses_of_two_people_are_two_wishes(either: Desk) -> None:
    wish = AskHuman(0).pack()
    answers = at_once([(either, press(wish, "e1")), (either, press(wish, "e2", who="ou_bob"))])
    assert toasts(answers) == [words.HANDOVER_RECORDED] * 2
    assert count(either, HandoverRequest) == 2


def test_solved_and_not_solved_on_one_card_count_once(desk: Desk) -> None:
    desk.pusher.appears(load("text")["event"]["message"])
    push(desk, load("text"))
    desk.drain()
    solved, unsolved = press(Solved(1, 1).pack(), "e1"), press(NotSolved(1, 1).pack(), "e2")
    answers = at_once([(desk, solved), (desk, unsolved)])
    assert toasts(answers) == sorted([words.RECORDED, words.ALREADY_PRESSED])


@pytest.fixture
def processes(
    database_url: str, clock: SteppedClock, sample_matcher: Matcher
) -> Iterator[tuple[Desk, Desk]]:
    """Each with a writer of its own; only the database stands between them."""
    with make_desk(database_url, clock, sample_matcher) as one:
        with make_desk(database_url, clock, sample_matcher) as other:
            yield one, other


def test_of_two_processes_that_hear_one_push_one_keeps_it(processes: tuple[Desk, Desk]) -> None:
    pushes = [(desk, renamed_message(n)) for desk in processes for n in range(4)]
    assert at_once(pushes) == [{}] * EIGHT
    assert count(processes[0], Inbound) == 1
    assert len([item for desk in processes for item in desk.inline.waiting]) == 1


def test_of_two_processes_that_hear_one_click_one_does_it(processes: tuple[Desk, Desk]) -> None:
    one, other = at_once([(desk, load("click_button_human")) for desk in processes])
    assert one == other
    assert count(processes[0], HandoverRequest) == 1
    assert len([item for desk in processes for item in desk.inline.waiting]) == 1


def test_two_presses_of_one_button_in_two_processes_are_one_wish(
    processes: tuple[Desk, Desk],
) -> None:
    """Ten people, each twice: one alone might get through by luck."""
    wish = AskHuman(0).pack()
    for number in range(10):
        who = f"ou_person{number}"
        pushes = [(desk, press(wish, f"e{number}.{n}", who)) for n, desk in enumerate(processes)]
        answers = at_once(pushes)
        assert toasts(answers) == sorted([words.HANDOVER_RECORDED, words.HANDOVER_AGAIN])
    assert count(processes[0], HandoverRequest) == 10


def test_two_verdicts_on_one_answer_in_two_processes_count_once(
    processes: tuple[Desk, Desk], sample_faq: list[FaqRow]
) -> None:
    with processes[0].uow() as tx:
        faq.import_rows(sample_faq[:1], tx, replace=False)
    for question in range(1, 11):
        message = changed(load("text"), ("event", "message", "message_id"), f"om_{question}")
        processes[0].pusher.appears(message["event"]["message"])
        push(processes[0], message)
        processes[0].drain()
        verdicts = (Solved(question, 1).pack(), NotSolved(question, 1).pack())
        presses = [press(verdict, f"e{question}.{n}") for n, verdict in enumerate(verdicts)]
        answers = at_once(list(zip(processes, presses, strict=True)))
        assert toasts(answers) == sorted([words.RECORDED, words.ALREADY_PRESSED])
