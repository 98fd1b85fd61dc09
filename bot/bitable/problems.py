"""What only people can mend about a table: written down, told once, and told when it is over."""

from __future__ import annotations

from sqlalchemy import delete, select

from bot.desk import roles
from bot.feishu.port import Address
from bot.logs import log
from bot.unit_of_work import Tx
from cards.feedback_news import problem_card
from cards.words import feedback as say
from models import BitableProblem, Role


def note(key: str, name: str, detail: str, tx: Tx) -> None:
    """`name` is of say.PROBLEMS, with what it is about after a colon."""
    known = tx.session.get(BitableProblem, (key, name[:120]))
    if known is None:
        log().error("bitable_problem", key=key, problem=name.partition(":")[0])
        known = BitableProblem(key=key, name=name[:120], detail=detail[:500], since=tx.now)
        tx.session.add(known)
    known.detail = detail[:500]
    tx.session.flush()


def over(key: str, *names: str, tx: Tx) -> None:
    """These kinds of problems are no more; who was told of one is told of its end."""
    rows = of(key, tx)
    ended = [row for row in rows if row.name.partition(":")[0] in names]
    told = tuple(say.problem(row.name, row.detail) for row in ended if row.told_at)
    if not ended:
        return
    tx.session.execute(
        delete(BitableProblem).where(
            BitableProblem.key == key, BitableProblem.name.in_([row.name for row in ended])
        )
    )
    if told:
        _tell(problem_card(told, over=True), say.PROBLEM_OVER, tx)


def tell(key: str, tx: Tx) -> int:
    """All that nobody was told of yet, in one card; how much there was."""
    fresh = [row for row in of(key, tx) if row.told_at is None]
    for row in fresh:
        row.told_at = tx.now
    if fresh:
        lines = tuple(say.problem(row.name, row.detail) for row in fresh)
        _tell(problem_card(lines), say.PROBLEM_TITLE, tx)
    return len(fresh)


def of(key: str, tx: Tx) -> list[BitableProblem]:
    statement = select(BitableProblem).where(BitableProblem.key == key)
    return list(tx.session.scalars(statement.order_by(BitableProblem.since, BitableProblem.name)))


def _tell(card: dict[str, object], fallback: str, tx: Tx) -> None:
    for who in roles.holders(Role.OPERATOR, tx):
        tx.send(Address("open_id", who), card, fallback=fallback, lane=f"news:{who}"[:96])


def clear(key: str, tx: Tx) -> None:
    """Somebody has mended things: what is still wrong will show, and be told, again."""
    tx.session.execute(delete(BitableProblem).where(BitableProblem.key == key))
