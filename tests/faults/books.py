"""What the desk's database says, read from outside while the desk works."""

from __future__ import annotations

from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

ONLOOKER = "onlooker"


class Books:
    def __init__(self, database_url: str) -> None:
        self._sqlite = make_url(database_url).get_backend_name() == "sqlite"
        # Named, so that a cut of all connections does not hit who only looks on.
        arguments = {"timeout": 30} if self._sqlite else {"application_name": ONLOOKER}
        self._engine = create_engine(
            database_url, isolation_level="AUTOCOMMIT", pool_pre_ping=True, connect_args=arguments
        )
        self._items = "workflow_status" if self._sqlite else "dbos.workflow_status"

    def close(self) -> None:
        self._engine.dispose()

    def accepted(self) -> dict[str, int]:
        """How many messages of each chat are on disk."""
        query = "SELECT lane, count(*) FROM inbound WHERE kind = 'message' GROUP BY lane"
        return dict(self._rows(query))

    def accepted_order(self) -> dict[str, list[str]]:
        """The message ids of each chat in the order in which they came to us."""
        order: dict[str, list[str]] = {}
        query = "SELECT lane, key FROM inbound WHERE kind = 'message' ORDER BY id"
        for lane, key in self._rows(query):
            order.setdefault(lane, []).append(key.removeprefix("message:"))
        return order

    def inbox(self) -> dict[str, int]:
        return dict(self._rows("SELECT state, count(*) FROM inbound GROUP BY state"))

    def outbox(self) -> dict[str, int]:
        return dict(self._rows("SELECT state, count(*) FROM outbound GROUP BY state"))

    def items(self) -> dict[str, int]:
        """The engine's own rows by status."""
        return dict(self._rows(f"SELECT status, count(*) FROM {self._items} GROUP BY status"))

    def held_by(self, pid: int) -> set[str]:
        """What is running for the worker with this process id."""
        query = f"SELECT workflow_uuid, executor_id FROM {self._items} WHERE status = 'PENDING'"
        return {item for item, executor in self._rows(query) if f"-{pid}-" in executor}

    def finished(self, items: set[str]) -> bool:
        query = f"SELECT workflow_uuid FROM {self._items} WHERE status = 'SUCCESS'"
        return items <= {row[0] for row in self._rows(query)}

    def claim(self, executor: str) -> None:
        """All that waits is now running for this worker."""
        query = f"UPDATE {self._items} SET status = 'PENDING', executor_id = :executor"
        with self._engine.connect() as connection:
            connection.execute(text(query), {"executor": executor})

    def executors(self) -> list[str]:
        return [row[0] for row in self._rows("SELECT id FROM executor")]

    def reasons(self) -> list[str]:
        """Why rows were put aside."""
        return [
            f"{box} {row[0]}: {row[1]}"
            for box in ("inbound", "outbound")
            for row in self._rows(f"SELECT id, error FROM {box} WHERE state = 'parked'")
        ]

    def cut_connections(self) -> int:
        """As a restart of PostgreSQL does: everybody else is thrown out."""
        query = (
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            f"WHERE datname = current_database() AND application_name <> '{ONLOOKER}'"
        )
        return int(self._rows(query)[0][0])

    def _rows(self, query: str) -> list[Any]:
        with self._engine.connect() as connection:
            return list(connection.execute(text(query)).all())
