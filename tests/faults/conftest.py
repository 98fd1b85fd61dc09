"""Databases that are ready to work with: migrated and filled once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from tests.faults.harness import run_app

FAQ = "samples/faq.csv"


@pytest.fixture(scope="session")
def filled_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("filled") / "desk.sqlite3"
    _fill(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def filled_postgres(postgres: str) -> Iterator[str]:
    """The name of a database to copy; nobody may be connected to it meanwhile."""
    name = f"filled_{uuid4().hex[:8]}"
    _administer(postgres, f"CREATE DATABASE {name}")
    _fill(f"{postgres}/{name}")
    yield name
    _administer(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(filled_sqlite: Path, tmp_path: Path) -> str:
    file = tmp_path / "desk.sqlite3"
    shutil.copy(filled_sqlite, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgres_url(postgres: str, filled_postgres: str) -> Iterator[str]:
    name = f"faults_{uuid4().hex[:12]}"
    _administer(postgres, f"CREATE DATABASE {name} TEMPLATE {filled_postgres}")
    yield f"{postgres}/{name}"
    _administer(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def desk_url(request: pytest.FixtureRequest) -> str:
    """Each test that asks for it runs on both databases."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(name)
    return url


def _fill(url: str) -> None:
    run_app(url, "db", "upgrade")
    run_app(url, "faq", "import", FAQ)


def _administer(server: str, statement: str) -> None:
    admin = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()
