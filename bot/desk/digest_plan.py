"""Which digest comes next: a row and two timers, so that restarts and a second process are
harmless, and a clock that jumps finds the row where it was."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot import timers
from bot.digest.schedule import Moment, Plan, Schedule, next_plan, read_quiet
from bot.internal import Internal
from bot.unit_of_work import Tx, UnitOfWork
from config import Settings
from models import Digest, DigestState

DRAFT = "digest.draft"
DUE = "digest.due"
LANE = "digest"
AGAIN_AFTER = timedelta(minutes=5)


def schedule_of(settings: Settings) -> Schedule:
    return Schedule(
        send=Moment.read(settings.digest_at),
        draft=Moment.read(settings.digest_draft_at),
        grace=settings.digest_grace,
        unapproved=settings.digest_unapproved,
        quiet=read_quiet(settings.digest_quiet),
        roles=tuple(role for role in settings.digest_roles.split(",") if role),
    )


def keep_planned(uow: UnitOfWork, schedule: Schedule) -> bool:
    """There is a row for the next digest, a week ahead of it; True if it had to be made or moved.

    So it exists long before it is due: whoever is down at the hour finds it waiting.
    """
    plan = next_plan(uow.now(), schedule)
    with uow.reading() as tx:
        known = _find(plan.week, tx)
        if known is not None and not _moved(known, plan, schedule):
            return False
    with uow() as tx:
        tx.alone("digest", plan.week)
        known = _find(plan.week, tx)
        if known is None:
            known = Digest(
                week=plan.week, state=DigestState.PLANNED, first=plan.first, last=plan.last
            )
            tx.session.add(known)
        elif not _moved(known, plan, schedule):
            return False
        known.draft_at, known.planned_at = plan.draft_at, plan.planned_at
        known.late_at, known.unapproved = plan.late_at, schedule.unapproved
        known.figures = {
            **(known.figures or {}),
            "roles": list(schedule.roles),
            "quiet": [each.isoformat("minutes") for each in schedule.quiet],
        }
        tx.session.flush()
        _wind(known, tx)
        return True


def wind_due(digest: Digest, wait: timedelta, tx: Tx) -> None:
    """Look again later, as when it is night."""
    timers.set_timer(f"{DUE}:{digest.week}", tx.now + wait, _event(DUE, digest), tx)


def draft_again(digest_id: int, tx: Tx) -> None:
    """The look failed, for whatever reason: tried until the hour and the grace time are over."""
    digest = tx.session.get_one(Digest, digest_id)
    if digest.state is DigestState.PLANNED and tx.now < digest.late_at:
        at = tx.now + AGAIN_AFTER
        timers.set_timer(f"{DRAFT}:{digest.week}", at, _event(DRAFT, digest), tx)


def find(digest_id: int, tx: Tx) -> Digest | None:
    return tx.session.get(Digest, digest_id)


def newest(tx: Tx) -> Digest | None:
    """The one being worked on: the last that has a draft."""
    drafted = select(Digest).where(Digest.drafted_at.is_not(None))
    return tx.session.scalar(drafted.order_by(Digest.week.desc()).limit(1))


def _wind(digest: Digest, tx: Tx) -> None:
    if digest.state is DigestState.PLANNED:
        timers.set_timer(f"{DRAFT}:{digest.week}", digest.draft_at, _event(DRAFT, digest), tx)
    timers.set_timer(f"{DUE}:{digest.week}", digest.planned_at, _event(DUE, digest), tx)


def _event(name: str, digest: Digest) -> Internal:
    return Internal(name, LANE, {"digest": digest.id})


def _find(week: str, tx: Tx) -> Digest | None:
    return tx.session.scalar(select(Digest).where(Digest.week == week).with_for_update())


def _moved(digest: Digest, plan: Plan, schedule: Schedule) -> bool:
    """The operator changed the hour, and it is not over."""
    same = (digest.planned_at, digest.draft_at, digest.late_at, digest.unapproved) == (
        *(plan.planned_at, plan.draft_at, plan.late_at),
        schedule.unapproved,
    )
    return not same and not digest.state.over
