"""Tables of ours that people work in as Bitables: what is linked, what was last the same."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, by_value


class BitableTable(Base):
    """`key` is ours ("feedback"); `fields` are Feishu's field ids by our own names of columns.

    `revision` and `scanned_at` tell how much of the other side we know. Who holds it until
    `held_until` is the only one to write to the base.
    """

    __tablename__ = "bitable_table"

    key: Mapped[str] = mapped_column(String(24), primary_key=True)
    app_token: Mapped[str] = mapped_column(String(64))
    table_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(100))
    url: Mapped[str] = mapped_column(String(300), default="")
    fields: Mapped[dict[str, Any]]
    views: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=-1)
    watermark: Mapped[datetime | None]
    scanned_at: Mapped[datetime | None]
    subscribed: Mapped[bool] = mapped_column(default=False)
    holder: Mapped[str | None] = mapped_column(String(96))
    held_until: Mapped[datetime | None]
    linked_at: Mapped[datetime]


class BitableRowState(StrEnum):
    """NEW: no row there yet. MISSING: somebody deleted it. ARCHIVED: stays in a full table."""

    NEW = "new"
    LIVE = "live"
    MISSING = "missing"
    ARCHIVED = "archived"


class BitableRow(Base):
    """One item of ours and its row. Ours has changed while `wanted` is ahead of `done`.

    `synced` has for each column a digest of our value and one of theirs, of the moment when both
    were the same: whoever differs from it has changed since.
    """

    __tablename__ = "bitable_row"
    __table_args__ = (UniqueConstraint("table_id", "record_id"),)

    key: Mapped[str] = mapped_column(ForeignKey("bitable_table.key"), primary_key=True)
    item_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    table_id: Mapped[str] = mapped_column(String(64))
    record_id: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[BitableRowState] = mapped_column(by_value(BitableRowState), index=True)
    synced: Mapped[dict[str, Any]]
    wanted: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    done: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    refused: Mapped[str] = mapped_column(String(200), default="")
    synced_at: Mapped[datetime | None]


class BitableMark(Base):
    """A row that Feishu said has changed: to be read again, whatever the event contained."""

    __tablename__ = "bitable_mark"

    key: Mapped[str] = mapped_column(String(24), primary_key=True)
    record_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime]


class BitableCallState(StrEnum):
    """BEGUN after a crash means: nobody knows whether the rows are there."""

    BEGUN = "begun"
    DONE = "done"
    REFUSED = "refused"


class BitableCall(Base):
    """A creation of rows, written down with its token before it is asked for.

    `items` are `{"id": ours, "fields": {our name of a column: value}}` as they were sent.
    """

    __tablename__ = "bitable_call"
    __table_args__ = (Index("ix_bitable_call_state", "key", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(24))
    table_id: Mapped[str] = mapped_column(String(64))
    client_token: Mapped[str] = mapped_column(String(36), unique=True)
    items: Mapped[list[dict[str, Any]]]
    state: Mapped[BitableCallState] = mapped_column(by_value(BitableCallState))
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(Text, default="")


class BitableProblem(Base):
    """Something only people can mend; told once to those in charge, gone when it is over."""

    __tablename__ = "bitable_problem"

    key: Mapped[str] = mapped_column(String(24), primary_key=True)
    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    detail: Mapped[str] = mapped_column(Text, default="")
    since: Mapped[datetime]
    told_at: Mapped[datetime | None]


class BitableTask(Base):
    """A knock: a worker is to look what both sides have new. At most one waits for a table."""

    __tablename__ = "bitable_task"
    __table_args__ = (
        Index(
            "uq_bitable_task_waiting",
            "key",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(24))
    why: Mapped[str] = mapped_column(String(24))
    state: Mapped[str] = mapped_column(String(16))
    takeovers: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
