"""Bringing a database to the present shape: our tables by Alembic, the engine's by itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

from bot.engine import dbos_engine
from config import NotReady

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent.parent / "migrations"


class NotMigrated(NotReady):
    """The database is older (or newer) than the code."""


def upgrade(engine: Engine, url: str) -> None:
    """Run it before any server starts: two processes making one new SQLite file would collide."""
    from alembic import command  # 50 modules that a serving process has no use for

    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    dbos_engine.migrate(url)


def check(engine: Engine) -> None:
    """Raises NotMigrated."""
    head = max(path.stem.partition("_")[0] for path in (MIGRATIONS / "versions").glob("*.py"))
    with engine.connect() as connection:
        known = inspect(connection).has_table("alembic_version")
        current = known and connection.scalar(text("SELECT version_num FROM alembic_version"))
    if current != head:
        raise NotMigrated(
            f"the database is at revision {current or 'none'}, the code wants {head}: "
            "run `python app.py db upgrade`"
        )


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
