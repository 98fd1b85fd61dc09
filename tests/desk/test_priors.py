"""Where the talk was and what the station has go along with the question."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.matching.port import Context, Match, Matcher
from models import Person, PersonKind, Station
from tests.furniture import Desk, SteppedClock, make_desk


class Listening:
    """A matcher that keeps what it was told beside the text."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self.told: list[Context | None] = []

    def prepare(self, text: str) -> None:
        self._matcher.prepare(text)

    def match(self, text: str, *, limit: int = 5, context: Context | None = None) -> Match:
        self.told.append(context)
        return self._matcher.match(text, limit=limit, context=context)


@pytest.fixture
def listening(sample_matcher: Matcher) -> Listening:
    return Listening(sample_matcher)


@pytest.fixture
def desk(tmp_path: Path, seeded: Path, clock: SteppedClock, listening: Listening) -> Iterator[Desk]:
    path = tmp_path / "desk.sqlite3"
    shutil.copy(seeded, path)
    with make_desk(f"sqlite:///{path}", clock, listening) as it:
        yield it


def asked(desk: Desk, text: str, listening: Listening) -> Context:
    listening.told.clear()
    desk.pusher.say(text)
    desk.drain()
    return next(context for context in listening.told if context is not None)


def test_the_station_s_devices_go_along(desk: Desk, listening: Listening) -> None:
    with desk.uow() as tx:
        facts = {"atg_model": "C型液位仪", "guns": 8, "has_opt": True, "station_phone": ""}
        tx.session.add(Station(code="S1", name="青禾路站", province="", city="", facts=facts))
        tx.session.flush()
        tx.session.add(
            Person(
                id="P1",
                open_id="ou_alice",
                name="李四",
                kind=PersonKind.STAFF,
                role="收银员",
                station_code="S1",
                facts={},
            )
        )
    assert asked(desk, "液位仪全部没数据了", listening).facts == ("C型液位仪",)


def test_the_category_of_the_last_answer_goes_along_until_it_is_cold(
    desk: Desk, listening: Listening
) -> None:
    assert asked(desk, "忘记登录密码，怎么重置？", listening).categories == ()
    assert asked(desk, "液位仪全部没数据了", listening).categories == ("账号权限",)
    desk.clock.advance(hours=2)
    assert asked(desk, "油枪挂枪没有订单", listening).categories == ()
