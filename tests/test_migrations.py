"""An empty database, upgraded, has just the tables of the models."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.orm import Session

from bot import schema
from bot.database import open_engine
from bot.engine.dbos_engine import DbosQueue
from bot.engine.port import Work, WorkItem
from models import Base, FaqEntry, Safety


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url, durable=True, patience=5)
    yield engine
    engine.dispose()


def differences(engine: Engine) -> list[object]:
    """DBOS's own tables are its own business."""

    def ours(name: str | None, kind: str, parents: object) -> bool:
        return kind != "table" or name in Base.metadata.tables

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": ours}
        )
        return list(compare_metadata(context, Base.metadata))


def test_an_upgraded_database_has_no_difference_to_the_models(
    engine: Engine, database_url: str
) -> None:
    schema.upgrade(engine, database_url)
    assert differences(engine) == []


def test_an_upgrade_keeps_what_was_there(engine: Engine, database_url: str) -> None:
    """SQLite rebuilds an altered table, and a rebuilt parent once took its children along."""
    from alembic import command

    config = schema._config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text(
                "INSERT INTO faq_entry (id, code, category, question, answer, keywords,"
                " skill_group, status, related, created_at, updated_at) VALUES (1, 'A-1', '打印',"
                " '怎么打小票', '按键', '[]', '外设组', 'published', '[]', :at, :at)"
            ),
            {"at": "2026-11-25 04:00:00"},
        )
        connection.execute(
            text("INSERT INTO faq_phrasing (entry_id, position, text) VALUES (1, 0, '小票')")
        )
    schema.upgrade(engine, database_url)
    with Session(engine) as session:
        entry = session.scalars(select(FaqEntry)).one()
        assert [phrasing.text for phrasing in entry.phrasings] == ["小票"]
        assert (entry.version, entry.safety, entry.origin) == (0, Safety.NORMAL, "")


def test_upgrading_twice_changes_nothing(engine: Engine, database_url: str) -> None:
    schema.upgrade(engine, database_url)
    schema.upgrade(engine, database_url)
    schema.check(engine)


def test_an_old_database_is_refused_with_the_command_that_helps(engine: Engine) -> None:
    with pytest.raises(schema.NotMigrated, match="db upgrade"):
        schema.check(engine)


def test_work_is_enqueued_if_and_only_if_the_transaction_commits(
    engine: Engine, database_url: str
) -> None:
    schema.upgrade(engine, database_url)
    queue = DbosQueue(database_url)
    with engine.begin() as connection:
        queue.enqueue(connection, WorkItem(Work.INBOUND, 1, "oc_1"))
    with engine.connect() as connection, connection.begin() as undone:
        queue.enqueue(connection, WorkItem(Work.INBOUND, 2, "oc_1"))
        undone.rollback()
    assert [w.workflow_id for w in queue.client.list_workflows()] == ["000000000001-inbound"]
    queue.close()


def test_times_come_back_aware_and_in_utc(engine: Engine, database_url: str) -> None:
    schema.upgrade(engine, database_url)
    plain = create_engine(database_url)
    with plain.begin() as connection:
        connection.execute(
            text("INSERT INTO executor (id, seen_at) VALUES ('x', '2026-11-25 04:00:00')")
        )
    plain.dispose()
    with engine.connect() as connection:
        seen = connection.execute(Base.metadata.tables["executor"].select()).one().seen_at
    assert seen.isoformat() == "2026-11-25T04:00:00+00:00"
