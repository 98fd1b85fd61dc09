"""The draft: topics of the week, figures for managers, and what last week's digest did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.desk import faq
from bot.desk.digest_said import nearest_of, said
from bot.desk.knowledge import Knowledge
from bot.figures import weekly
from bot.figures.count import Window, count
from bot.unit_of_work import Tx
from models import (
    Audience,
    Digest,
    DigestRecipient,
    DigestState,
    DigestTopic,
    Outcome,
    Station,
    TrendAlert,
)

if TYPE_CHECKING:
    # Imported when first needed: the web process does without numpy.
    from bot.digest.topics import Said, Topic

MOST_TOPICS = 5
# Editors may drop some: those behind move up.
DRAFTED = 8
BASELINE_WEEKS = 4
CHART_WEEKS = 8
LEAST_STATIONS = 2
HOT = 5
FIGURES = (
    *("opened", "solved", "backlog", "first_response", "first_response_kept"),
    *("resolution", "resolution_kept", "satisfied", "cases", "contained"),
)


@dataclass(frozen=True)
class Drafted:
    topics: tuple[DigestTopic, ...]
    figures: dict[str, Any]
    effect: dict[str, Any]


def look(digest_id: int, knowledge: Knowledge) -> Drafted:
    """Reads for seconds and changes nothing."""
    from bot.digest.topics import topics

    with knowledge.uow.reading() as tx:
        digest = tx.session.get_one(Digest, digest_id)
        window = Window(digest.first, digest.last)
        before = window.before(BASELINE_WEEKS)
        spoken = said(before.start, window.end, tx, nearest_of(knowledge))
        fresh = [one for one in spoken if one.at >= window.start]
        earlier = [one for one in spoken if one.at < window.start]
        found = [t for t in topics(fresh) if len(t.stations) >= LEAST_STATIONS][:DRAFTED]
        known = _known_issues(window, tx)
        rows = tuple(
            _row(digest, at, topic, earlier, known, tx) for at, topic in enumerate(found, 1)
        )
        return Drafted(rows, _figures(window, tx), _effect(digest, fresh, earlier, tx))


def keep(digest: Digest, drafted: Drafted, tx: Tx) -> bool:
    """Once; a second look finds it drafted."""
    if digest.state is not DigestState.PLANNED:
        return False
    for topic in drafted.topics:
        tx.session.add(topic)
    digest.figures = {**digest.figures, **drafted.figures}
    digest.effect = drafted.effect
    digest.state, digest.drafted_at = DigestState.DRAFTED, tx.now
    tx.session.flush()
    return True


def topics_of(digest: Digest, tx: Tx, *, most: int = MOST_TOPICS) -> list[DigestTopic]:
    """What is shown: not dropped, the first five."""
    return list(
        tx.session.scalars(
            select(DigestTopic)
            .where(DigestTopic.digest_id == digest.id, DigestTopic.dropped.is_(False))
            .order_by(DigestTopic.position)
            .limit(most)
        )
    )


def _row(
    digest: Digest,
    position: int,
    topic: Topic,
    earlier: Sequence[Said],
    known: set[str],
    tx: Tx,
) -> DigestTopic:
    from bot.digest.topics import belongs

    entries = faq.by_codes((topic.entry,), tx) if topic.entry else []
    before = sum(1 for one in earlier if belongs(one, topic.key, topic.wordings))
    return DigestTopic(
        digest_id=digest.id,
        position=position,
        key=topic.key,
        name=topic.name[:120],
        entry_id=entries[0].id if entries else None,
        known_issue=topic.key in known,
        count=len(topic.said),
        stations=len(topic.stations),
        before=before / BASELINE_WEEKS,
        wordings=list(topic.wordings),
        cases=[one.key for one in topic.said],
        dropped=False,
    )


def _known_issues(window: Window, tx: Tx) -> set[str]:
    """What alarmed the leads that week."""
    here = (TrendAlert.day >= window.first, TrendAlert.day <= window.last)
    return set(tx.session.scalars(select(TrendAlert.topic).where(*here)))


def _figures(window: Window, tx: Tx) -> dict[str, Any]:
    made = weekly.report(window, tx, parts=("province", "station"))
    rows = tx.session.execute(select(Station.code, Station.name))
    names: dict[str, str] = {code: name for code, name in rows}  # noqa: C416
    stations = _largest(made.parts["station"])
    return {
        "values": {key: made.values[key].value for key in FIGURES},
        "n": {key: made.values[key].n for key in FIGURES},
        "baseline": {key: made.baseline[key].value for key in FIGURES},
        "weeks": _weeks(window, tx),
        "regions": [[name, many] for name, many in _largest(made.parts["province"])],
        "stations": [[names.get(code, code), many] for code, many in stations],
    }


def _weeks(window: Window, tx: Tx) -> list[list[Any]]:
    found = []
    for back in range(CHART_WEEKS - 1, -1, -1):
        first = window.first - timedelta(weeks=back)
        values = count(Window(first, first + timedelta(days=6)), tx)[""]
        found.append([f"{first:%m-%d}", values["opened"].n, values["solved"].n])
    return found


def _largest(parts: Any) -> list[tuple[str, int]]:
    counted = [(name, values["opened"].n) for name, values in parts.items() if name]
    return sorted(counted, key=lambda item: (-item[1], item[0]))[:HOT]


def _effect(
    digest: Digest, fresh: Sequence[Said], earlier: Sequence[Said], tx: Tx
) -> dict[str, Any]:
    """Last week's five: the week they were told of and this one, at stations told and not told."""
    last = tx.session.scalar(
        select(Digest)
        .where(Digest.sent_at.is_not(None), Digest.id != digest.id, Digest.week < digest.week)
        .order_by(Digest.week.desc())
        .limit(1)
    )
    if last is None:
        return {}
    told = _told(last, tx)
    stations = set(tx.session.scalars(select(Station.code)))
    was = [one for one in earlier if one.at >= Window(last.first, last.last).start]
    lines = [_compare(topic, was, fresh, told) for topic in topics_of(last, tx)]
    return {
        "week": last.week,
        "told": len(told),
        "not_told": len(stations - told),
        "topics": lines,
    }


def _told(digest: Digest, tx: Tx) -> set[str]:
    reached = select(DigestRecipient.station_code).where(
        DigestRecipient.digest_id == digest.id,
        DigestRecipient.audience == Audience.STATIONS,
        DigestRecipient.outcome == Outcome.SENT,
        DigestRecipient.station_code.is_not(None),
    )
    return {str(code) for code in tx.session.scalars(reached)}


def _compare(
    topic: DigestTopic, was: Iterable[Said], now: Iterable[Said], told: set[str]
) -> dict[str, Any]:
    from bot.digest.topics import belongs

    def split(ones: Iterable[Said]) -> Counter[bool]:
        mine = (one for one in ones if belongs(one, topic.key, topic.wordings))
        return Counter(one.station in told for one in mine if one.station)

    before, after = split(was), split(now)
    return {
        "name": topic.name,
        "told": [before[True], after[True]],
        "not_told": [before[False], after[False]],
    }
