"""Looking around in what is published: the tree of categories, and what is asked most."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import ColumnElement, func, or_, select

from bot.unit_of_work import Tx
from models import FaqEntry, FaqStatus, QuestionStep, Step

HOT_WINDOW = timedelta(days=28)
PAGE = 8


def categories(tx: Tx, path: str = "") -> list[tuple[str, int]]:
    """The categories one level below a path, with all that is in them, the largest first."""
    rows = tx.session.execute(
        select(FaqEntry.category, func.count(FaqEntry.id))
        .where(*_under(path))
        .group_by(FaqEntry.category)
    )
    counts: Counter[str] = Counter()
    depth = path.count("/") + 1 if path else 0
    for name, number in rows:
        if name != path:
            counts["/".join(name.split("/")[: depth + 1])] += number
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def category_page(category: str, page: int, tx: Tx) -> tuple[list[FaqEntry], int]:
    """One page of what stands in this very category, and how many entries that are in all."""
    here = (FaqEntry.category == category, FaqEntry.status == FaqStatus.PUBLISHED)
    total = tx.session.scalar(select(func.count(FaqEntry.id)).where(*here)) or 0
    entries = tx.session.scalars(
        select(FaqEntry).where(*here).order_by(FaqEntry.code).offset((page - 1) * PAGE).limit(PAGE)
    )
    return list(entries), total


def hot(tx: Tx, *, limit: int = 4) -> list[FaqEntry]:
    """What was shown most in four weeks; on a young desk one entry of each large category."""
    shown = func.count(QuestionStep.id)
    top = tx.session.scalars(
        select(FaqEntry)
        .join(QuestionStep, QuestionStep.entry_id == FaqEntry.id)
        .where(
            FaqEntry.status == FaqStatus.PUBLISHED,
            QuestionStep.step == Step.SHOWN_ANSWER,
            QuestionStep.at > tx.now - HOT_WINDOW,
        )
        .group_by(FaqEntry.id)
        .order_by(shown.desc(), FaqEntry.id)
        .limit(limit)
    ).all()
    entries = list(top)
    for name, _ in categories(tx):
        if len(entries) >= limit:
            break
        first = tx.session.scalar(
            select(FaqEntry).where(*_under(name)).order_by(FaqEntry.code).limit(1)
        )
        if first is not None and first not in entries:
            entries.append(first)
    return entries[:limit]


def _under(path: str) -> tuple[ColumnElement[bool], ...]:
    """Published, and in this category or below it."""
    published_ones = FaqEntry.status == FaqStatus.PUBLISHED
    if not path:
        return (published_ones,)
    below = FaqEntry.category.startswith(f"{path}/", autoescape=True)
    return published_ones, or_(FaqEntry.category == path, below)
