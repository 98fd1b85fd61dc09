"""What a worker that stands still must let go of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event

# Sooner than the living begin what they took over: they would wait for its rows otherwise.
AFTER = "4s"


def release_when_frozen(engine: Engine) -> Engine:
    """PostgreSQL ends a transaction whose process is frozen or cut off, and frees its rows.

    Without that they would be held until the process wakes up, or for two hours until TCP gives
    up.
    """
    if engine.dialect.name == "postgresql":
        # Not at "connect": the pool may hold connections already.
        event.listen(engine, "checkout", _limit)
    return engine


def _limit(connection: Any, record: Any, proxy: Any) -> None:
    if record.info.get("let_go_after") == AFTER:
        return
    record.info["let_go_after"] = AFTER
    connection.execute(f"SET idle_in_transaction_session_timeout = '{AFTER}'")
    connection.commit()
