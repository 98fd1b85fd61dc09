"""Vectors of texts, kept so that a restart and a rebuild only embed what is new."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Embedding(Base):
    """`digest` is of the text as the model was given it; `vector` is float16, little-endian."""

    __tablename__ = "embedding"

    model: Mapped[str] = mapped_column(String(120), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)
