"""Who may do more than ask: asked of the database by open_id, at the moment of the act."""

from __future__ import annotations

from sqlalchemy import select

from bot.unit_of_work import Tx
from models import Grant, Role


def may(open_id: str, role: Role, tx: Tx) -> bool:
    """An ADMIN may do what every other role may."""
    held = select(Grant.role).where(Grant.open_id == open_id, Grant.role.in_((role, Role.ADMIN)))
    return tx.session.scalar(held.limit(1)) is not None


def holders(role: Role, tx: Tx) -> list[str]:
    """Everybody who may act in this role, the admins among them."""
    statement = select(Grant.open_id).where(Grant.role.in_((role, Role.ADMIN))).distinct()
    return list(tx.session.scalars(statement.order_by(Grant.open_id)))


def grant(open_id: str, role: Role, by: str, tx: Tx) -> bool:
    """False if it was held already."""
    tx.alone("grant", open_id, role)
    if tx.session.get(Grant, (open_id, role)) is not None:
        return False
    tx.session.add(Grant(open_id=open_id, role=role, granted_by=by, granted_at=tx.now))
    tx.session.flush()
    return True


def revoke(open_id: str, role: Role, tx: Tx) -> bool:
    """False if it was not held."""
    held = tx.session.get(Grant, (open_id, role), with_for_update=True)
    if held is None:
        return False
    tx.session.delete(held)
    tx.session.flush()
    return True


def grants(tx: Tx) -> list[Grant]:
    return list(tx.session.scalars(select(Grant).order_by(Grant.open_id, Grant.role)))
