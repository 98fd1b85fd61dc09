"""FAQ entries: bringing them in, finding them, knowing that they changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from bot.faq_csv import FaqRow
from bot.matching.port import FaqText
from bot.unit_of_work import Tx
from models import FaqEntry, FaqPhrasing, FaqRevision, FaqStatus, QuestionStep, Step

REVISION_ID = 1
MOST_RELATED = 4
HOT_WINDOW = timedelta(days=28)
PAGE = 8


@dataclass(frozen=True)
class Imported:
    added: int
    changed: int
    unchanged: int
    archived: int


def import_rows(rows: Sequence[FaqRow], tx: Tx, *, replace: bool) -> Imported:
    """By code. `replace` archives what the rows no longer name; nothing is deleted."""
    known = {entry.code: entry for entry in tx.session.scalars(_with_phrasings())}
    added = changed = 0
    for row in rows:
        entry = known.get(row.id)
        if entry is None:
            tx.session.add(_fill(FaqEntry(code=row.id, related=[], created_at=tx.now), row, tx))
            added += 1
        elif _differs(entry, row):
            _fill(entry, row, tx)
            changed += 1
    archived = _archive(known, {row.id for row in rows}, tx) if replace else 0
    tx.session.flush()
    if added or changed or archived:
        bump_revision(tx)
    return Imported(added, changed, len(rows) - added - changed, archived)


def published(tx: Tx) -> list[FaqEntry]:
    """With their phrasings, by code."""
    statement = _with_phrasings().where(FaqEntry.status == FaqStatus.PUBLISHED)
    return list(tx.session.scalars(statement.order_by(FaqEntry.code)))


def as_text(entry: FaqEntry) -> FaqText:
    return FaqText(
        code=entry.code,
        category=entry.category,
        question=entry.question,
        similar=tuple(phrasing.text for phrasing in entry.phrasings),
        keywords=tuple(entry.keywords),
        answer=entry.answer,
    )


def as_row(entry: FaqEntry) -> FaqRow:
    text = as_text(entry)
    return FaqRow(
        id=text.code,
        category=text.category,
        question=text.question,
        similar=text.similar,
        answer=entry.answer,
        keywords=text.keywords,
        skill_group=entry.skill_group,
    )


def by_id(entry_id: int, tx: Tx) -> FaqEntry | None:
    """Only what is published: an archived answer is never shown again."""
    entry = tx.session.get(FaqEntry, entry_id)
    return entry if entry is not None and entry.status is FaqStatus.PUBLISHED else None


def by_codes(codes: Iterable[str], tx: Tx) -> list[FaqEntry]:
    """In the order asked for; the unpublished are left out."""
    wanted = list(codes)
    found = {
        entry.code: entry
        for entry in tx.session.scalars(
            select(FaqEntry).where(
                FaqEntry.code.in_(wanted), FaqEntry.status == FaqStatus.PUBLISHED
            )
        )
    }
    return [found[code] for code in wanted if code in found]


def categories(tx: Tx) -> list[tuple[str, int]]:
    """Name and number of entries, the largest first."""
    count = func.count(FaqEntry.id)
    rows = tx.session.execute(
        select(FaqEntry.category, count)
        .where(FaqEntry.status == FaqStatus.PUBLISHED)
        .group_by(FaqEntry.category)
        .order_by(count.desc(), FaqEntry.category)
    )
    return [(name, number) for name, number in rows]


def category_page(category: str, page: int, tx: Tx) -> tuple[list[FaqEntry], int]:
    """One page of a category, most asked first, and how many entries there are in all."""
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
        first = category_page(name, 1, tx)[0][0]
        if first not in entries:
            entries.append(first)
    return entries[:limit]


def revision(tx: Tx) -> int:
    return tx.session.scalar(select(FaqRevision.number)) or 0


def bump_revision(tx: Tx) -> None:
    row = tx.session.get(FaqRevision, REVISION_ID)
    if row is None:
        tx.session.add(FaqRevision(id=REVISION_ID, number=1, changed_at=tx.now))
    else:
        row.number, row.changed_at = row.number + 1, tx.now
    tx.session.flush()


def _with_phrasings() -> Select[FaqEntry]:
    return select(FaqEntry).options(selectinload(FaqEntry.phrasings))


def _fill(entry: FaqEntry, row: FaqRow, tx: Tx) -> FaqEntry:
    entry.category, entry.question, entry.answer = row.category, row.question, row.answer
    entry.keywords, entry.skill_group = list(row.keywords), row.skill_group
    entry.status, entry.updated_at = FaqStatus.PUBLISHED, tx.now
    if [phrasing.text for phrasing in entry.phrasings] != list(row.similar):
        entry.phrasings.clear()
        if entry.id is not None:
            tx.session.flush()  # the old positions must be gone before the new ones come
        entry.phrasings.extend(
            FaqPhrasing(position=at, text=text) for at, text in enumerate(row.similar)
        )
    return entry


def _differs(entry: FaqEntry, row: FaqRow) -> bool:
    return as_row(entry) != row or entry.status is not FaqStatus.PUBLISHED


def _archive(known: dict[str, FaqEntry], named: set[str], tx: Tx) -> int:
    gone = [
        entry
        for code, entry in known.items()
        if code not in named and entry.status is FaqStatus.PUBLISHED
    ]
    for entry in gone:
        entry.status, entry.updated_at = FaqStatus.ARCHIVED, tx.now
    return len(gone)
