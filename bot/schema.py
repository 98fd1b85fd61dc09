"""Bringing a database to the present shape: our tables by Alembic, the engine's by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

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
    with engine.connect() as connection:
        with _children_left_alone(connection), connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    dbos_engine.migrate(url)


@contextmanager
def _children_left_alone(connection: Connection) -> Iterator[None]:
    """SQLite rebuilds a table to alter it, and dropping the old one would cascade to its children.

    https://www.sqlite.org/lang_altertable.html#otheralter, step 1; it must be outside of a
    transaction, so it goes to the driver and not through `execute`, which would begin one.
    """
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


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
