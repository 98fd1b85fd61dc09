"""Alembic's entry: the connection is handed in by `app.py db upgrade` or by a test."""

from alembic import context

from models import Base
from models.base import UtcTime


def render_item(kind: str, item: object, autogen_context: object) -> str | bool:
    """Migrations outlive our types: they name what the database stores."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UtcTime) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    compare_type=True,
    render_item=render_item,
    # SQLite cannot ALTER much: tables are rebuilt.
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
