"""What stations said in a span of time, questions and tickets alike, for topics and trends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, ref

from sqlalchemy import func, select

from bot.desk import recorded
from bot.desk.knowledge import Knowledge
from bot.unit_of_work import Tx
from models import FaqEntry, Person, Question, QuestionStep, Station, Step, Ticket, Verdict

if TYPE_CHECKING:
    # Imported when first needed: the web process does without numpy.
    from bot.digest.topics import Said

Nearest = Callable[[str], str]
MOST_PAST = 20_000


def said(since: datetime, until: datetime, tx: Tx, nearest: Nearest) -> list[Said]:
    """Oldest first. A question that became a ticket is said once: as the ticket.

    `nearest` names the entry a text comes near, for tickets that no question led to.
    """
    entries = tx.session.execute(select(FaqEntry.code, FaqEntry.category))
    categories: dict[str, str] = {code: category for code, category in entries}  # noqa: C416
    tickets = list(_tickets(since, until, tx, nearest))
    taken = {question for _, question in tickets if question}
    asked = _questions(since, until, taken, categories, tx)
    found = [*asked, *(one for one, _ in tickets)]
    return sorted(found, key=lambda one: (one.at, one.key))


def _questions(
    since: datetime, until: datetime, taken: set[int], categories: dict[str, str], tx: Tx
) -> Iterator[Said]:
    from bot.digest.topics import Said

    chosen = _chosen(since, until, tx)
    for one in recorded.between(since, until, tx):
        if one.talk or one.outside or one.id in taken:
            continue
        entry, code = chosen.get(one.id), ""
        if entry is None and one.verdict is not Verdict.NONE and one.offered:
            entry = one.offered[0]
        code = _code(entry, tx) if entry else ""
        station, region = _place(one.who, tx)
        yield Said(
            key=f"q{one.id}",
            text=one.text,
            normalised=one.normalised,
            who=one.who,
            station=station,
            region=region,
            at=one.at,
            entry=code,
            category=categories.get(code, ""),
        )


def _chosen(since: datetime, until: datetime, tx: Tx) -> dict[int, int]:
    """What people picked says more than what came first."""
    rows = tx.session.execute(
        select(QuestionStep.question_id, QuestionStep.entry_id)
        .join(Question, Question.id == QuestionStep.question_id)
        .where(
            Question.asked_at >= since,
            Question.asked_at < until,
            QuestionStep.step.in_((Step.CHOSE, Step.SOLVED)),
            QuestionStep.entry_id.is_not(None),
        )
        .order_by(QuestionStep.id)
    )
    return {question: entry for question, entry in rows if question and entry}


def _tickets(
    since: datetime, until: datetime, tx: Tx, nearest: Nearest, *, one_in: int = 1
) -> Iterator[tuple[Said, int | None]]:
    from bot.digest.topics import Said
    from bot.matching.normalise import normalise

    rows = tx.session.execute(
        select(
            Ticket.id,
            Ticket.title,
            Ticket.description,
            Ticket.requester,
            Ticket.category,
            Ticket.question_id,
            Ticket.opened_at,
            Ticket.station_code,
            Station.province,
        )
        .outerjoin(Station, Station.code == Ticket.station_code)
        .where(
            Ticket.opened_at >= since,
            Ticket.opened_at < until,
            Ticket.merged_into.is_(None),
            Ticket.id % one_in == 0,
        )
        .order_by(Ticket.id)
    )
    for number, title, description, who, category, question, at, station, province in rows:
        assert at is not None  # it is within the span
        text = (description or title).strip()
        one = Said(
            key=f"t{number}",
            text=text,
            normalised=normalise(text),
            who=who,
            station=station or "",
            region=province or "",
            at=at,
            entry=nearest(text),
            category=category,
        )
        yield one, question


def _code(entry: int, tx: Tx) -> str:
    known: dict[int, str] = _once(
        tx, "digest_codes", lambda: {n: code for code, n in recorded.entry_ids(tx).items()}
    )
    return known.get(entry, "")


def _place(who: str, tx: Tx) -> tuple[str, str]:
    places: dict[str, tuple[str, str]] = _once(tx, "digest_places", lambda: _everybody(tx))
    return places.get(who, ("", ""))


def _everybody(tx: Tx) -> dict[str, tuple[str, str]]:
    rows = tx.session.execute(
        select(Person.open_id, Station.code, Station.province)
        .join(Station, Station.code == Person.station_code)
        .where(Person.open_id.is_not(None))
    )
    return {str(who): (code, province) for who, code, province in rows}


def _once(tx: Tx, name: str, make: Callable[[], Any]) -> Any:
    if name not in tx.session.info:
        tx.session.info[name] = make()
    return tx.session.info[name]


def past(since: datetime, until: datetime, tx: Tx, nearest: Nearest) -> tuple[list[Said], int]:
    """What was said before, for comparing alone, and for how many each one stands.

    Weeks of 22,000 stations are too much to read every ten minutes: one in so many is enough to
    know what is usual.
    """
    from bot.digest.topics import Said

    here = (Question.asked_at >= since, Question.asked_at < until)
    many = tx.session.scalar(select(func.count(Question.id)).where(*here)) or 0
    one_in = many // MOST_PAST + 1
    rows = tx.session.execute(
        select(
            Question.id,
            Question.normalised,
            Question.open_id,
            Question.asked_at,
            Question.candidates,
        ).where(*here, Question.verdict != Verdict.NONE, Question.id % one_in == 0)
    )
    found = []
    for number, normalised, who, at, candidates in rows:
        station, region = _place(who, tx)
        entry = candidates[0]["code"] if candidates else ""
        found.append(Said(f"q{number}", normalised, normalised, who, station, region, at, entry))
    tickets = _tickets(since, until, tx, nearest, one_in=one_in)
    return [*found, *(one for one, _ in tickets)], one_in


_KNOWN: WeakKeyDictionary[Knowledge, Nearest] = WeakKeyDictionary()


def nearest_of(knowledge: Knowledge) -> Nearest:
    """The entry a text comes near; remembered, for the same weeks are read again and again."""
    if knowledge not in _KNOWN:
        weak = ref(knowledge)

        @lru_cache(maxsize=MOST_PAST)
        def nearest(text: str) -> str:
            alive = weak()
            offered = alive.match(text)[0].offered if alive is not None else ()
            return offered[0].code if offered else ""

        _KNOWN[knowledge] = nearest
    return _KNOWN[knowledge]
