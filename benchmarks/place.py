"""Where the figures are taken: a folder on the disk, a database, our processes and the sample's."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks import processes
from benchmarks.processes import ROOT, Running, answers, free_port, python, running, wait_until
from sandbox.client import SandboxClient
from tests import pushing
from tests.databases import postgres_database

SECRET = "a-secret"
SAMPLES = ROOT / "samples"


@dataclass(frozen=True)
class Place:
    """`server` is PostgreSQL's address, or None for SQLite; quick rounds are shorter and fewer."""

    root: Path
    folder: Path
    quick: bool = False
    server: str | None = None

    @property
    def rounds(self) -> int:
        return 2 if self.quick else 5

    @property
    def seconds(self) -> float:
        return 2.0 if self.quick else 4.0

    @property
    def backend(self) -> str:
        return "PostgreSQL" if self.server else "SQLite"

    def at(self, name: str) -> Place:
        """A folder of its own for one benchmark."""
        folder = self.folder / f"{name}-{self.backend.lower()}"
        folder.mkdir()
        return replace(self, folder=folder)


@dataclass(frozen=True)
class Desk:
    """Our bot, with the sample FAQ, before any of its processes is started."""

    place: Place
    database: str
    port: int = field(default_factory=free_port)
    feishu_port: int = field(default_factory=free_port)

    @property
    def env(self) -> Mapping[str, str]:
        return {
            "FEISHU_APP_ID": pushing.APP_ID,
            "FEISHU_APP_SECRET": SECRET,
            "FEISHU_ENCRYPT_KEY": pushing.ENCRYPT_KEY,
            "FEISHU_VERIFICATION_TOKEN": pushing.TOKEN,
            "FEISHU_DOMAIN": f"http://127.0.0.1:{self.feishu_port}",
            "DATABASE_URL": self.database,
            "PORT": str(self.port),
        }

    @contextmanager
    def web(self, **env: str) -> Iterator[Running]:
        with self._run("web", python("app.py", "serve"), env) as server:
            wait_until(lambda: answers(self.port), "the web server")
            yield server

    @contextmanager
    def gunicorn(self) -> Iterator[Running]:
        """The same application on the fallback server."""
        options = ("-k", "gthread", "-w", "1", "--threads", "16", "-b", f"127.0.0.1:{self.port}")
        command = python("-m", "gunicorn", *options, "app:create_web()")
        with self._run("gunicorn", command, {}) as server:
            wait_until(lambda: answers(self.port), "gunicorn")
            yield server

    @contextmanager
    def worker(self, module: str = "", **env: str) -> Iterator[Running]:
        command = python("-m", module) if module else python("app.py", "worker")
        with self._run("worker", command, env) as worker:
            wait_until(
                lambda: "worker_ready" in worker.log.read_text(errors="replace"), "the worker"
            )
            yield worker

    @contextmanager
    def feishu(self, *options: str) -> Iterator[SandboxClient]:
        with sandbox(self.place, self.feishu_port, self.port, *options) as client:
            yield client

    def _run(
        self, name: str, command: list[str], env: Mapping[str, str]
    ) -> AbstractContextManager[Running]:
        return running(name, command, self.place.folder, {**self.env, **env})


@contextmanager
def desk(place: Place) -> Iterator[Desk]:
    with ExitStack() as stack:
        if place.server:
            url = stack.enter_context(postgres_database(place.server))
        else:
            url = f"sqlite:///{place.folder}/desk.sqlite3"
        it = Desk(place, url)
        _fill(it)
        yield it


@contextmanager
def sample(place: Place, *options: str, stores: bool, **env: str) -> Iterator[tuple[Running, int]]:
    """On gunicorn with two sync workers, or with no options as `app.run`."""
    with ExitStack() as stack:
        port = free_port()
        if stores:
            if place.server:
                env["SAMPLE_DATABASE"] = stack.enter_context(postgres_database(place.server))
            else:
                env["SAMPLE_DATABASE"] = f"sqlite:///{place.folder}/sample.sqlite3"
            processes.run(python("-m", "benchmarks.sample_bot", "create"), env)
        if options:
            command = python("-m", "gunicorn", *options, "-b", f"127.0.0.1:{port}")
            command.append("benchmarks.sample_bot:by_environment()")
        else:
            command = python("-m", "benchmarks.sample_bot", str(port))
        server = stack.enter_context(running("sample", command, place.folder, env))
        wait_until(lambda: answers(port), "the sample")
        yield server, port


@contextmanager
def hello(place: Place) -> Iterator[int]:
    port = free_port()
    with running("hello", python("-m", "benchmarks.hello", str(port)), place.folder, {}):
        wait_until(lambda: answers(port), "the bare server")
        yield port


@contextmanager
def sandbox(place: Place, port: int, bot_port: int, *options: str) -> Iterator[SandboxClient]:
    command = python("-m", "sandbox", "--port", str(port), *options)
    command += ["--bot-url", f"http://127.0.0.1:{bot_port}{pushing.PATH}"]
    command += ["--app-id", pushing.APP_ID, "--app-secret", SECRET]
    command += ["--encrypt-key", pushing.ENCRYPT_KEY, "--verification-token", pushing.TOKEN]
    with running("feishu", command, place.folder, {}):
        wait_until(lambda: answers(port, "/__sandbox/health"), "the sandbox")
        yield SandboxClient(f"http://127.0.0.1:{port}")


def _fill(it: Desk) -> None:
    """On SQLite a filled file is made once and copied."""
    template = it.place.root / "template.sqlite3"
    if not it.place.server and template.exists():
        shutil.copyfile(template, it.place.folder / "desk.sqlite3")
        return
    for command in (
        ("db", "upgrade"),
        ("faq", "import", str(SAMPLES / "faq.csv")),
        ("org", "import", str(SAMPLES / "org.json")),
    ):
        processes.run(python("app.py", *command), it.env)
    if not it.place.server:
        _copy_database(it.place.folder / "desk.sqlite3", template)


def _copy_database(source: Path, target: Path) -> None:
    """By SQLite itself, so that what is still in its log comes along."""
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)
