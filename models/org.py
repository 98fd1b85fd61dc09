"""Stations and people, as imported."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, by_value


class PersonKind(StrEnum):
    STAFF = "staff"
    AGENT = "agent"
    EXPERT = "expert"


class Station(Base):
    __tablename__ = "station"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    province: Mapped[str] = mapped_column(String(40), index=True)
    city: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]]


class Person(Base):
    """`open_id` is empty until the person is matched with a Feishu account of this app."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    open_id: Mapped[str | None] = mapped_column(String(96), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[PersonKind] = mapped_column(by_value(PersonKind))
    role: Mapped[str] = mapped_column(String(40))
    station_code: Mapped[str | None] = mapped_column(ForeignKey("station.code"), index=True)
    facts: Mapped[dict[str, Any]]


class Role(StrEnum):
    """What somebody may do beyond asking; held by open_id, never believed of a card."""

    REVIEWER = "reviewer"
    OPERATOR = "operator"
    MANAGER = "manager"
    PRODUCT = "product"
    ADMIN = "admin"


class Grant(Base):
    """One role of one person; an ADMIN may do what every other role may."""

    __tablename__ = "grant_of_role"

    open_id: Mapped[str] = mapped_column(String(96), primary_key=True)
    role: Mapped[Role] = mapped_column(by_value(Role), primary_key=True)
    granted_by: Mapped[str] = mapped_column(String(96), default="")
    granted_at: Mapped[datetime]
