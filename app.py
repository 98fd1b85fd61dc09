"""StationDesk: wiring and the command line. `python app.py --help`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.arguments import parser
from config import NotReady, Settings, SettingsError

if TYPE_CHECKING:
    from flask import Flask

ROOT = Path(__file__).parent


def load_settings(env: Mapping[str, str]) -> Settings:
    """Raises SettingsError."""
    return Settings.load(env, Path(env.get("STATIONDESK_ENV_FILE", ROOT / ".env")))


def create_web() -> Flask:
    """The WSGI application; a server calls this in each of its processes."""
    from bot.orphans import end_with_parent

    end_with_parent()
    try:
        return _web(load_settings(os.environ))
    except NotReady as error:
        print(error, file=sys.stderr)
        # Or the server would start a new process that fails the same way, for ever.
        os.kill(os.getppid(), signal.SIGTERM)
        raise SystemExit(2) from error


def _web(settings: Settings) -> Flask:
    import handlers
    from bot import gauges, logs
    from bot.assembly import build_matcher, examine, reception, web_parts
    from bot.desk.knowledge import Knowledge
    from web.app import create_app

    logs.set_up(settings.log_level, as_json=settings.log_json)
    it = web_parts(settings)
    gauges.register(lambda: examine(it.uow))
    desk = reception(it, handlers.build(Knowledge(it.uow, build_matcher)))
    return create_app(desk, lambda: examine(it.uow))


def serve(settings: Settings) -> int:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "app:create_web",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.web_workers,
        blocking_threads=settings.web_threads,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        working_dir=ROOT,
    )
    server.serve()
    return 0


def worker(settings: Settings) -> int:
    import handlers
    from bot.worker import run_worker

    run_worker(settings, handlers.build)
    return 0


# Before anything else is imported: the server's parent process needs nothing of the desk.
PROCESSES = {"serve": serve, "worker": worker}


def demo(settings: Settings, env: Mapping[str, str]) -> int:
    from bot.commands import database, imports, org
    from bot.commands import demo as processes

    samples = processes.SAMPLES
    database.upgrade(settings, print)
    imports.import_file(settings, samples / "faq.csv", print)
    org.import_file(settings, samples / "org.json", print)
    return processes.run_demo(settings, env, print)


def run(options: argparse.Namespace, settings: Settings, env: Mapping[str, str]) -> int:
    if options.command in PROCESSES:
        return PROCESSES[options.command](settings)
    from bot.commands import dispatch

    return dispatch.run(options, settings, env, print)


def main(arguments: list[str]) -> int:
    options = parser().parse_args(arguments)
    if options.command == "evaluate":
        from bot.commands import faq

        return faq.evaluate(options.faq, options.queries, print, as_json=options.json)
    env: Mapping[str, str] = os.environ
    if options.command == "demo":
        from bot.commands.demo import demo_env

        env = demo_env(os.environ)
    try:
        settings = load_settings(env)
    except SettingsError as error:
        print("The settings cannot be used:", *error.faults, sep="\n  - ", file=sys.stderr)
        print("Set them in the environment or in .env; see .env.example.", file=sys.stderr)
        return 2
    if options.command != "serve":
        from bot import logs

        logs.set_up(settings.log_level, as_json=settings.log_json)
    try:
        return demo(settings, env) if options.command == "demo" else run(options, settings, env)
    except NotReady as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
