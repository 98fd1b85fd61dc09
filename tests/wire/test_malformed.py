"""Each field of each payload broken in every way: an answer in order, a row that says why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.engine.port import Work
from bot.feishu import events
from bot.feishu.bitable_events import BITABLE
from cards import words
from models import Inbound, InboundState
from tests.furniture import Desk
from tests.wire.breakage import IDS, Broken, Path, changed, distinct, renamed
from tests.wire.captured import NAMES, fault_of, kind_of, load, push

# Without these we could not tell who speaks, where, or what; broken they are parked by name.
OPEN_ID = ("operator_id", "open_id")
NEEDED: dict[str, tuple[Path, ...]] = {
    events.MESSAGE: (
        ("sender", "sender_id", "open_id"),
        ("sender", "sender_type"),
        ("message", "message_id"),
        ("message", "create_time"),
        ("message", "chat_id"),
        ("message", "chat_type"),
        ("message", "message_type"),
    ),
    events.ENTERED: (("chat_id",), OPEN_ID),
    events.MENU: (("operator", *OPEN_ID), ("event_key",)),
    events.JOINED: (("chat_id",),),
    **dict.fromkeys(BITABLE, (("file_token",), ("table_id",))),
}
CLICK_NEEDS: tuple[Path, ...] = (
    ("operator", "open_id"),
    ("context", "open_message_id"),
    ("context", "open_chat_id"),
)
HEADER = {("header", name) for name in ("event_id", "event_type", "token", "app_id")}
V1 = {("uuid",), ("token",), ("event",), ("event", "type"), ("event", "app_id")}
REFUSED_WITHOUT = HEADER | V1 | {("header",)}
KINDS: dict[str, list[str]] = {}
for _name in NAMES:
    KINDS.setdefault(kind_of(load(_name)), []).append(_name)
KINDS.pop("url_verification")
KINDS.pop("")
UNWANTED = sorted(KINDS.keys() - events.WORKED - {events.CLICK})


def broken(kind: str) -> Iterator[tuple[str, Broken]]:
    """Each with an event_id of its own, unless that is what is broken."""
    for number, variant in enumerate(distinct([load(name) for name in KINDS[kind]])):
        mark = f"{number}.{kind}"
        own = variant.body if variant.path in IDS else renamed(variant.body, mark)
        if variant.path[-1] == "message_id":
            own = changed(own, ("header", "event_id"), f"e_{mark}")
        yield f"e_{mark}", replace(variant, body=own)


Look = Callable[[Broken, list[Inbound]], str | None]


def faults(desk: Desk, kind: str, look: Look) -> list[str]:
    """Push them all; what was wrong with which."""
    pushed = [(event_id, variant, push(desk, variant.body)) for event_id, variant in broken(kind)]
    desk.writer.submit(lambda connection: None).result(5)  # a bug is noted after its answer
    rows: dict[str, list[Inbound]] = defaultdict(list)
    for row in desk.rows(select(Inbound)):
        rows[row.event_id].append(row)
    found = []
    for event_id, variant, response in pushed:
        fault = fault_of(response, click=kind == events.CLICK)
        refused = response.status_code == 403
        fault = fault or (look_at_refusal if refused else look)(variant, rows[event_id])
        if fault:
            found.append(f"{variant}: {fault}")
    return found


def must_park(variant: Broken, needed: tuple[Path, ...]) -> bool:
    if variant.path[:1] != ("event",) or variant.inner:
        return False
    path = variant.path[1:]
    above = any(need[: len(path)] == path for need in needed)
    # A longer object still has what is needed, and a word that names no type is one from tomorrow.
    return above and not (variant.how == "huge" and variant.was is dict)


def names_it(variant: Broken, error: str | None) -> bool:
    """The field broken, or the first one missed inside of it."""
    if error is None or not error.startswith("malformed: "):
        return False
    last = error.removeprefix("malformed: ").split(".")[-1]
    needed = {**NEEDED, events.CLICK: CLICK_NEEDS}.get(kind_of(variant.body), ())
    inside = {
        name
        for need in needed
        for name in need
        if need[: len(variant.path) - 1] == variant.path[1:]
    }
    return last in {str(step) for step in variant.path + variant.inner} | inside


def look_at_row(variant: Broken, rows: list[Inbound]) -> str | None:
    if len(rows) != 1:
        return f"{len(rows)} rows"
    (row,) = rows
    if row.state is InboundState.PARKED:
        return None if names_it(variant, row.error) else f"names another field: {row.error}"
    return "taken as it is" if must_park(variant, NEEDED[row.event_type]) else None


def look_at_refusal(variant: Broken, rows: list[Inbound]) -> str | None:
    if rows:
        return "kept, though refused"
    return None if variant.path in REFUSED_WITHOUT else "refused"


def look_at_click(variant: Broken, rows: list[Inbound]) -> str | None:
    if len(rows) != 1:
        return f"{len(rows)} rows"
    (row,) = rows
    if row.state is InboundState.PARKED:
        return None if names_it(variant, row.error) else f"taken for a bug of ours: {row.error}"
    return "taken as it is" if must_park(variant, CLICK_NEEDS) else None


def look_for_nothing(variant: Broken, rows: list[Inbound]) -> str | None:
    return f"kept: {rows[0].event_type}" if rows else None


def failures(desk: Desk) -> list[str]:
    """What is parked for another reason than its shape, or was never worked on."""
    return [
        f"{row.key}: {row.state} {row.error}"
        for row in desk.rows(select(Inbound))
        if row.state is not InboundState.DONE and not str(row.error).startswith("malformed: ")
    ]


@pytest.mark.parametrize("kind", sorted(events.WORKED))
def test_a_broken_push_we_work_on_is_parked_by_the_name_of_its_fault_or_worked_on(
    shared_desk: Desk, kind: str
) -> None:
    assert faults(shared_desk, kind, look_at_row) == []
    shared_desk.drain(only=Work.INBOUND)
    assert failures(shared_desk) == []


@pytest.mark.parametrize("kind", UNWANTED)
def test_a_broken_push_of_a_kind_we_ignore_leaves_nothing_behind(
    shared_desk: Desk, kind: str
) -> None:
    assert faults(shared_desk, kind, look_for_nothing) == []


def test_a_broken_click_is_answered_as_any_other(shared_desk: Desk) -> None:
    assert faults(shared_desk, events.CLICK, look_at_click) == []


@pytest.mark.parametrize("text", ["加油卡\0", "加油卡\ud83d"], ids=["NUL", "half a character"])
def test_a_button_with_text_that_no_database_takes_is_stale(either: Desk, text: str) -> None:
    body = changed(load("click_button_category"), ("event", "action", "value", "category"), text)
    assert push(either, body).get_json()["toast"]["content"] == words.STALE_CARD
