"""A SQLite file or a PostgreSQL database for a test, empty and at the newest revision."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, text


class NoPostgres(Exception):
    """There is no server to be had; says what to install."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """A SQLAlchemy URL without a database name. A server of our own on a free port, or a given one.

    Raises NoPostgres. The binaries refuse to run as root, so that as root they run as `postgres`.
    """
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given.rsplit("/", 1)[0]
        return
    binaries = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name)
    )
    if not binaries:
        raise NoPostgres("install Debian's package `postgresql`, or set TEST_POSTGRES_URL")
    with _own_server(binaries[-1]) as url:
        yield url


@contextmanager
def _own_server(binaries: Path) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="stationdesk-pg-"))
    data, log, port = folder / "data", folder / "log", _free_port()
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
    try:
        _own(folder)
        _run(binaries / "initdb", "-D", data, "-U", "desk", "-A", "trust", "-E", "UTF8")
        _run(binaries / "pg_ctl", "-D", data, "-o", options, "-l", log, "-w", "start")
        yield f"postgresql+psycopg://desk@127.0.0.1:{port}"
    finally:
        _run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres_database(server: str) -> Iterator[str]:
    name = f"test_{uuid4().hex[:12]}"
    admin = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield f"{server}/{name}"
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def _run(program: Path, *arguments: str | Path, check: bool = True) -> None:
    command = [str(program), *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if check and done.returncode:
        raise RuntimeError(f"{program.name}: {done.stderr.decode()}")


def _own(folder: Path) -> None:
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
