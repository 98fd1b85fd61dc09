"""FAQ entries: bringing them in, finding them, knowing that they changed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, Text, cast, select
from sqlalchemy.orm import selectinload

from bot.desk import content as contents
from bot.desk import versions
from bot.desk.content import Content
from bot.faq_rows import FaqRow
from bot.matching.port import FaqText
from bot.unit_of_work import Tx
from models import FaqEntry, FaqRevision, FaqStatus, Safety

REVISION_ID = 1
MOST_RELATED = 4


@dataclass(frozen=True)
class Imported:
    added: int
    changed: int
    unchanged: int
    archived: int


def import_rows(
    rows: Sequence[FaqRow],
    tx: Tx,
    *,
    replace: bool,
    author: str = "",
    origins: Mapping[str, str] | None = None,
) -> Imported:
    """By code; each change is a version. `replace` archives what the rows no longer name.

    Nothing is deleted. `origins` says of codes where their rows come from, if not from a file.
    """
    # Held until we commit: nobody approves a change of one of them meanwhile.
    held = _with_phrasings().with_for_update()
    known = {entry.code: entry for entry in tx.session.scalars(held)}
    origins = origins or {}
    added = changed = 0
    for row in rows:
        entry = known.get(row.id)
        if entry is None:
            entry = draft(row.id, origins.get(row.id, "csv"), tx)
            _take(entry, row, author, tx)
            added += 1
        elif _differs(entry, row):
            _take(entry, row, author, tx)
            changed += 1
    archived = _archive(known, {row.id for row in rows}, tx) if replace else 0
    tx.session.flush()
    if added or changed or archived:
        bump_revision(tx)
    return Imported(added, changed, len(rows) - added - changed, archived)


def changes_in(rows: Sequence[FaqRow], tx: Tx, *, replace: bool) -> dict[str, Content | None]:
    """What an import of these rows would publish, by code; None for what it would archive."""
    known = {entry.code: entry for entry in tx.session.scalars(_with_phrasings())}
    changes: dict[str, Content | None] = {}
    for row in rows:
        entry = known.get(row.id)
        if entry is None or _differs(entry, row):
            before = contents.of(entry) if entry is not None else contents.BLANK
            changes[row.id] = content_of(row, before)
    gone = known.keys() - {row.id for row in rows} if replace else set()
    changes.update({c: None for c in gone if known[c].status is FaqStatus.PUBLISHED})
    return changes


def draft(code: str, origin: str, tx: Tx) -> FaqEntry:
    """A new entry that says nothing yet and is shown to nobody."""
    entry = FaqEntry(
        code=code,
        category="",
        question="",
        answer="",
        keywords=[],
        skill_group="",
        status=FaqStatus.DRAFT,
        related=[],
        version=0,
        safety=Safety.NORMAL,
        origin=origin,
        created_at=tx.now,
        updated_at=tx.now,
    )
    tx.session.add(entry)
    return entry


def content_of(row: FaqRow, before: Content) -> Content:
    """What the row says; of what its table has no column for, what was said before."""
    safety = before["safety"] if row.safety is None else row.safety
    until = before["valid_until"]
    if row.valid_until is not None:
        until = contents.until(row.valid_until)
    return {
        "category": row.category,
        "question": row.question,
        "similar": list(row.similar),
        "answer": row.answer,
        "keywords": list(row.keywords),
        "skill_group": row.skill_group,
        "safety": safety,
        "valid_until": until,
    }


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
    return dataclasses.replace(row_of(entry.code, contents.of(entry)), owner=entry.owner or "")


def row_of(code: str, content: Content) -> FaqRow:
    return FaqRow(
        id=code,
        category=content["category"],
        question=content["question"],
        similar=tuple(content["similar"]),
        answer=content["answer"],
        keywords=tuple(content["keywords"]),
        skill_group=content["skill_group"],
        safety=content["safety"],
        valid_until=contents.day_text(content["valid_until"]),
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


def unrelated(tx: Tx, *, limit: int = 50) -> list[FaqEntry]:
    """Published entries that no neighbours were computed for."""
    none_yet = cast(FaqEntry.related, Text) == "[]"
    statement = _with_phrasings().where(FaqEntry.status == FaqStatus.PUBLISHED, none_yet)
    return list(tx.session.scalars(statement.order_by(FaqEntry.id.desc()).limit(limit)))


def revision(tx: Tx) -> int:
    return tx.session.scalar(select(FaqRevision.number)) or 0


def bump_revision(tx: Tx) -> None:
    """Every process then knows that its index is old."""
    tx.alone("faq_revision")
    row = tx.session.get(FaqRevision, REVISION_ID, populate_existing=True)
    if row is None:
        tx.session.add(FaqRevision(id=REVISION_ID, number=1, changed_at=tx.now))
    else:
        row.number, row.changed_at = row.number + 1, tx.now
    tx.session.flush()


def _with_phrasings() -> Select[FaqEntry]:
    return select(FaqEntry).options(selectinload(FaqEntry.phrasings))


def _take(entry: FaqEntry, row: FaqRow, author: str, tx: Tx) -> None:
    """An operator's file is read by the operator: what it says is published at once."""
    content = content_of(row, contents.of(entry))
    if row.owner is not None:
        entry.owner = row.owner or None
    if entry.status is FaqStatus.DRAFT:
        entry.move(FaqStatus.IN_REVIEW, tx.now)
    if entry.status is FaqStatus.PUBLISHED and content == contents.of(entry):
        return  # only its owner is new
    versions.record(entry, content, author, "import", tx)


def _differs(entry: FaqEntry, row: FaqRow) -> bool:
    said = contents.of(entry)
    return (
        content_of(row, said) != said
        or entry.status is not FaqStatus.PUBLISHED
        or (row.owner is not None and row.owner != (entry.owner or ""))
    )


def _archive(known: dict[str, FaqEntry], named: set[str], tx: Tx) -> int:
    gone = [
        entry
        for code, entry in known.items()
        if code not in named and entry.status is FaqStatus.PUBLISHED
    ]
    for entry in gone:
        entry.move(FaqStatus.ARCHIVED, tx.now)
    return len(gone)
