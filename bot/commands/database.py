"""`db upgrade`."""

from __future__ import annotations

from bot import schema
from bot.commands import Say
from bot.database import WORKER_PATIENCE, open_engine
from config import Settings


def upgrade(settings: Settings, say: Say) -> int:
    engine = open_engine(settings.database_url, durable=True, patience=WORKER_PATIENCE)
    schema.upgrade(engine, settings.database_url)
    engine.dispose()
    say("The database is up to date.")
    return 0
