"""The week's card for reviewers: what is missing, what fails, what waits for them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.desk import deflection, learning, recorded, roles
from bot.desk.knowledge import Knowledge
from bot.feishu.port import Address
from bot.unit_of_work import Tx
from cards.checkup import MOST, CheckupView, FailingLine, GapLine, checkup_card
from cards.words import SHANGHAI
from cards.words import learning as say
from models import FaqProposal, ProposalState, Role

if TYPE_CHECKING:
    # Imported when first needed: the web process does without numpy.
    from bot.desk.deflection import AnswerReport
    from bot.learning.clusters import Cluster

WEEK = timedelta(days=7)


def look(knowledge: Knowledge) -> CheckupView:
    """The last whole week, Monday to Sunday; reads for seconds and changes nothing."""
    found = learning.look(knowledge, WEEK)
    with knowledge.uow.reading() as tx:
        today = tx.now.astimezone(SHANGHAI).date()
        monday = today - timedelta(days=today.weekday()) - WEEK
        sunday = monday + timedelta(days=6)
        week = deflection.answers(monday, sunday, tx)
        before = deflection.answers(monday - WEEK, sunday - WEEK, tx).report.total
        waiting, oldest = tx.session.execute(
            select(func.count(FaqProposal.id), func.min(FaqProposal.created_at)).where(
                FaqProposal.state == ProposalState.OPEN
            )
        ).one()
        gaps = tuple(filter(None, (_gap(one, tx) for one in found.gaps[: 2 * MOST])))
    total = week.report.total
    return CheckupView(
        first=monday,
        last=sunday,
        cases=total.n,
        success=total.success,
        before=before.success if before.n else None,
        questions=total.questions,
        unanswered=total.unanswered,
        gaps=gaps[:MOST],
        failing=_failing(week),
        pending=waiting,
        oldest=oldest,
    )


def tell(view: CheckupView, tx: Tx) -> int:
    """To everybody who may review, unless there is nothing at all to say; how many were told."""
    if not (view.cases or view.gaps or view.pending):
        return 0
    card = checkup_card(view)
    reviewers = roles.holders(Role.REVIEWER, tx)
    for reviewer in reviewers:
        tx.send(Address("open_id", reviewer), card, fallback=say.CHECKUP_FALLBACK)
    return len(reviewers)


def _gap(gap: Cluster, tx: Tx) -> GapLine | None:
    samples = learning.samples(gap)
    if not samples:
        return None
    places = {station for station, _ in recorded.stations(gap.people, tx).values()}
    return GapLine(samples[0], gap.count, len(gap.people), len(places))


def _failing(week: AnswerReport) -> tuple[FailingLine, ...]:
    from bot.learning.findings import FAILING_SHOWN

    sure = [one for one in week.report.failing if one.shown >= FAILING_SHOWN]
    return tuple(
        FailingLine(
            title=week.entries[one.entry][1],
            code=week.entries[one.entry][0],
            shown=one.shown,
            failed=one.failed,
            step=one.because[0][0].value,
        )
        for one in sure[:MOST]
    )
