"""Knowledge kept elsewhere, as rows of ours: Feishu's own helpdesk, and tables people work in.

Nothing is ever deleted for being gone there: a table may look empty for want of a right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from bot.desk import content as contents
from bot.desk import faq, reviews
from bot.faq_rows import COLUMNS, OPTIONAL, Collector, FaqRow, FaqSheet, RowFault, heading
from bot.feishu.bitable_port import DATE, Column, Record
from bot.feishu.helpdesk_port import HelpdeskCategory, HelpdeskFaq
from bot.unit_of_work import Tx
from models import FaqEntry, FaqStatus, ProposalKind

HELPDESK, BITABLE = "helpdesk", "bitable"
NEEDED = ("question", "answer")
LISTS = {"similar_questions", "keywords"}


class NotOurs(Exception):
    """The table lacks a column without which nothing can be answered; its text names it."""


@dataclass(frozen=True)
class Sourced:
    """`origins` says by code where a row comes from, so that the next import finds it again."""

    sheet: FaqSheet
    origins: dict[str, str]
    notes: tuple[str, ...] = ()


def known_origins(source: str, tx: Tx) -> dict[str, str]:
    """Codes by origin, of what was taken over before."""
    rows = tx.session.execute(
        select(FaqEntry.origin, FaqEntry.code).where(FaqEntry.origin.startswith(f"{source}:"))
    )
    return dict(rows.all())


def from_helpdesk(
    faqs: Iterable[HelpdeskFaq],
    categories: Iterable[HelpdeskCategory],
    known: Mapping[str, str],
) -> Sourced:
    """What is offline there stays out; a picture is counted and has to be attached by hand."""
    by_id = {category.id: category for category in categories}
    collected = _Numbered(known)
    notes: list[str] = []
    for one in faqs:
        if not one.online:
            continue
        day = ""
        if one.expires_at:
            day = contents.day_of(datetime.fromtimestamp(one.expires_at, UTC))
        cells = {
            "category": _path(one.category_id, by_id),
            "question": one.question,
            "similar_questions": "|".join(one.similar),
            "answer": one.answer,
            "valid_until": day,
        }
        code = collected.add(f"{HELPDESK}:{one.id}", f"HD-{one.id}", cells, one.id)
        if one.pictures:
            notes.append(f"{code} 有 {one.pictures} 张图片没有带过来，请用 faq attach 补上")
    return collected.done(notes)


def from_bitable(
    columns: Sequence[Column], records: Iterable[Record], known: Mapping[str, str]
) -> Sourced:
    """By the columns' names, ours or Chinese; columns of other names are none of our business.

    Raises NotOurs.
    """
    names = {column.name: heading(column.name) for column in columns}
    ours = {name: of for name, of in names.items() if of in COLUMNS + OPTIONAL}
    missing = [name for name in NEEDED if name not in ours.values()]
    if missing:
        raise NotOurs(f"表里没有这些列：{'、'.join(missing)}（也可以叫 问题、答案）")
    dates = {column.name for column in columns if column.type == DATE}
    collected = _Numbered(known)
    for record in records:
        cells = {
            of: _cell(record.fields.get(name), date=name in dates, listed=of in LISTS)
            for name, of in ours.items()
        }
        if any(cells.values()):
            origin = f"{BITABLE}:{record.record_id}"
            code = cells.pop("id", "") or f"BT-{record.record_id}"
            collected.add(origin, code, cells, record.record_id)
    return collected.done([])


def propose_rows(rows: Sequence[FaqRow], origins: Mapping[str, str], by: str, tx: Tx) -> int:
    """Ask for what the rows would change, and publish none of it; how many suggestions."""
    known = {entry.code: entry for entry in tx.session.scalars(select(FaqEntry))}
    made = 0
    for row in rows:
        entry = known.get(row.id)
        kind = ProposalKind.EDIT
        if entry is None:
            entry = faq.draft(row.id, origins.get(row.id, "csv"), tx)
            entry.owner = row.owner or None
            contents.apply(entry, faq.content_of(row, contents.BLANK), tx)
            tx.session.flush()
        if entry.status in (FaqStatus.DRAFT, FaqStatus.IN_REVIEW):
            kind = ProposalKind.NEW
            if entry.status is FaqStatus.DRAFT:
                entry.move(FaqStatus.IN_REVIEW, tx.now)
        content = faq.content_of(row, contents.of(entry))
        proposal = reviews.propose(kind, entry, content, {}, "import", by, tx, push=False)
        made += proposal is not None
    return made


class _Numbered:
    """Rows with the codes they had, or get, and faults by the number they have over there."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known
        self._rows = Collector()
        self._origins: dict[str, str] = {}
        self._count = 0

    def add(self, origin: str, code: str, cells: dict[str, str], number: str) -> str:
        self._count += 1
        code = self._known.get(origin, code)
        full = {**dict.fromkeys(COLUMNS, ""), **cells, "id": code}
        self._rows.add(full, self._count, record=number)
        self._origins[code] = origin
        return code

    def done(self, notes: list[str]) -> Sourced:
        sheet = self._rows.sheet("")
        codes = {row.id for row in sheet.rows}
        kept = {code: origin for code, origin in self._origins.items() if code in codes}
        return Sourced(sheet, kept, tuple(notes))


def _path(category: str, by_id: Mapping[str, HelpdeskCategory]) -> str:
    """From the top down; a circle over there must not be one here."""
    names: list[str] = []
    seen: set[str] = set()
    while (found := by_id.get(category)) is not None and category not in seen:
        names.append(found.name)
        seen.add(category)
        category = found.parent
    return "/".join(reversed(names))


def _cell(value: Any, *, date: bool, listed: bool) -> str:
    """A cell in the shape it is read in, as the text of a sheet's cell."""
    if value is None:
        return ""
    if date and isinstance(value, int | float):
        return contents.day_of(datetime.fromtimestamp(value / 1000 + 1, UTC))
    if isinstance(value, dict) and "value" in value:
        value = value["value"]  # a formula or lookup: always a list inside
    if isinstance(value, list):
        return _list(value, listed=listed)
    text = _plain(value)
    return text.replace("\n", "|") if listed else text


def _list(parts: list[Any], *, listed: bool) -> str:
    """Segments of one text belong together; names chosen from a list stand apart."""
    if all(isinstance(part, str) for part in parts):
        return "|".join(parts)
    if all(isinstance(part, dict) and "text" not in part for part in parts):
        return str(parts[0].get("id") or "") if parts else ""  # people: one owner is enough
    text = "".join(_plain(part) for part in parts)
    return text.replace("\n", "|") if listed else text


def _plain(part: Any) -> str:
    if isinstance(part, dict):
        text, link = str(part.get("text") or ""), str(part.get("link") or "")
        return f"[{text}]({link})" if link and not link.startswith("mailto:") else text
    if isinstance(part, float) and part.is_integer():
        return str(int(part))
    return str(part)


def faults_told(faults: Iterable[RowFault]) -> list[str]:
    return [f"{fault.where}，{fault.column}：{fault.reason}" for fault in faults]
