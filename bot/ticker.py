"""Waits that can be cut short, and a clockwork that only knocks: what is due is a row."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from datetime import timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from bot.logs import log


class Stop:
    """Waits that end early when the process is told to stop."""

    def __init__(self) -> None:
        self._told = threading.Event()

    def pause(self, seconds: float) -> bool:
        return self._told.wait(seconds)

    def now(self) -> None:
        self._told.set()

    def on_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.now())

    def wait(self) -> None:
        # In slices: a wait without end would not let a signal handler run on every platform.
        while not self._told.wait(1.0):
            pass


class Ticker:
    """APScheduler with one thread to a job; a knock that is late or lost does no harm."""

    def __init__(self) -> None:
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler = BackgroundScheduler(
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    def every(self, span: timedelta, name: str, knock: Callable[[], object]) -> None:
        def safely() -> None:
            try:
                knock()
            except Exception:
                log().exception("knock_failed", job=name)

        self._scheduler.add_job(
            safely, "interval", seconds=span.total_seconds(), id=name, name=name
        )

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)
