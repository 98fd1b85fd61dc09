"""Our worker with slow rules. `SLOW_SECONDS` per row; each run is a line in the file `SLOW_RAN`."""

from __future__ import annotations

import os
import time
from pathlib import Path
from unittest.mock import patch

import handlers
from app import load_settings
from bot import logs
from bot.rules import Rules
from bot.worker import run_worker


def main() -> None:
    settings = load_settings(os.environ)
    seconds, ran = float(os.environ["SLOW_SECONDS"]), Path(os.environ["SLOW_RAN"])
    at_once = Rules.work

    def work(rules: Rules, inbound_id: int) -> None:
        with ran.open("a") as file:
            file.write(f"{inbound_id}\n")
        time.sleep(seconds)
        at_once(rules, inbound_id)

    logs.set_up(settings.log_level, as_json=settings.log_json)
    with patch.object(Rules, "work", work):
        run_worker(settings, handlers.build)


if __name__ == "__main__":
    main()
