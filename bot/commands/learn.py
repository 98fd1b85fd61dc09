"""`learn`: what the nightly job does, now and in the open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.assembly import build_matcher, open_desk
from bot.commands import Say
from bot.desk import learning, recorded
from bot.desk.knowledge import Knowledge
from bot.learning.findings import Findings
from bot.learning.wordings import public
from bot.unit_of_work import Tx
from cards.words import SHANGHAI
from cards.words import learning as say_it
from config import Settings
from models import FaqEntry

MOST = 10


def learn(settings: Settings, say: Say, *, days: int, dry_run: bool) -> int:
    with open_desk(settings) as uow:
        found = learning.look(Knowledge(uow, build_matcher), timedelta(days=days))
        with uow.reading() as tx:
            for line in _lines(found, tx):
                say(line)
        if dry_run:
            say(say_it.DRY_RUN)
            return 0
        with uow() as tx:
            done = learning.suggest(found, tx)
    say(say_it.suggested(gaps=done.gaps, wordings=done.wordings, twins=done.twins))
    return 0


def _lines(found: Findings, tx: Tx) -> Iterator[str]:
    yield say_it.looked(
        since=found.since.astimezone(SHANGHAI).date(),
        until=found.until.astimezone(SHANGHAI).date(),
        questions=found.questions,
        unanswered=found.unanswered,
    )
    yield from _part(say_it.GAPS, _gaps(found, tx))
    yield from _part(say_it.WORDINGS, _wordings(found, tx))
    yield from _part(say_it.FAILING, _failing(found, tx))
    twins = (say_it.twins_line(codes=one.codes, wordings=one.wordings) for one in found.twins)
    yield from _part(say_it.TWINS, twins)


def _part(title: str, lines: Iterator[str]) -> Iterator[str]:
    shown = list(lines)
    yield f"\n{title}（{len(shown)}）"
    yield from (f"  {line}" for line in shown[:MOST])
    if not shown:
        yield f"  {say_it.NOTHING}"


def _gaps(found: Findings, tx: Tx) -> Iterator[str]:
    for gap in found.gaps:
        yield say_it.gap_line(
            sample=next(filter(None, (public(one.text) for one in gap.questions)), ""),
            count=gap.count,
            people=len(gap.people),
            stations=len({at for at, _ in recorded.stations(gap.people, tx).values()}),
            first=gap.first,
            last=gap.last,
        )


def _wordings(found: Findings, tx: Tx) -> Iterator[str]:
    for one in found.wordings:
        entry = tx.session.get_one(FaqEntry, one.entry)
        yield say_it.wording_line(
            code=entry.code, text=one.text, people=one.people, solved=one.solved
        )


def _failing(found: Findings, tx: Tx) -> Iterator[str]:
    for one in found.failing:
        entry = tx.session.get_one(FaqEntry, one.entry)
        yield say_it.failing_line(
            code=entry.code,
            title=entry.question,
            shown=one.shown,
            failed=one.failed,
            at_least=one.at_least,
        )
