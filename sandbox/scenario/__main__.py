"""`python -m sandbox.scenario run|record|replay|load`; each has --help."""

import argparse
import asyncio
import re
import runpy
import sys
from collections.abc import Callable
from pathlib import Path

from sandbox.client import SandboxClient
from sandbox.scenario import load, recording, replaying, script
from sandbox.scenario.cast import BASE, Scenario
from sandbox.scenario.failure import ScenarioFailed

say = print


def main(argv: list[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    chosen: Callable[[argparse.Namespace], int] = options.act
    try:
        return chosen(options)
    except ScenarioFailed as failed:
        say(f"FAILED\n{failed}", file=sys.stderr)
        return 1
    except (OSError, ValueError) as error:
        say(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m sandbox.scenario", description=__doc__)
    add = top.add_subparsers(required=True, metavar="COMMAND").add_parser
    run = add("run", help="play scenario files: .py with play(scenario), or lines of text")
    run.add_argument("files", type=Path, nargs="+")
    run.add_argument("--within", type=float, default=5.0, help="seconds to wait for the bot")
    run.set_defaults(act=_run)
    record = add("record", help="write down what people and the bot do")
    record.add_argument("file", type=Path)
    record.add_argument("--port", type=int, default=9100, help="where the page is recorded")
    record.set_defaults(act=_record)
    replay = add("replay", help="do what was recorded, and compare what the bot does")
    replay.add_argument("file", type=Path)
    replay.add_argument("--time-scale", type=float, default=1.0, help="so many times as fast")
    replay.add_argument("--patience", type=float, default=10.0, help="seconds to wait for the bot")
    replay.add_argument("--ignore", action="append", default=[], help="a pattern that may differ")
    replay.set_defaults(act=_replay)
    hammer = add("load", help="many people ask; latencies, losses, throttles")
    load.add_options(hammer)
    hammer.set_defaults(act=_load)
    for one in (run, record, replay, hammer):
        one.add_argument("--base", default=BASE, help="the sandbox")
    return top


def _run(options: argparse.Namespace) -> int:
    failed, taken = 0, set[str]()
    for path in options.files:
        scenario = Scenario(options.base, within=options.within, taken=taken)
        try:
            _play(path, scenario)
        except ScenarioFailed as why:
            failed += 1
            say(f"FAILED  {path}\n{why}\n", file=sys.stderr)
        else:
            say(f"ok      {path}  ({len(scenario.transcript.steps)} steps)")
    return 1 if failed else 0


def _play(path: Path, scenario: Scenario) -> None:
    if path.suffix == ".py":
        runpy.run_path(str(path))["play"](scenario)
    else:
        script.play(script.parse(path.read_text("utf-8")), scenario)


def _record(options: argparse.Namespace) -> int:
    say(f"Open http://127.0.0.1:{options.port}/ and play; Ctrl-C ends the recording.", flush=True)
    count = asyncio.run(recording.record(options.base, options.port, options.file))
    say(f"{count} lines in {options.file}")
    return 0


def _replay(options: argparse.Namespace) -> int:
    records = recording.read(options.file)
    found = replaying.replay(
        SandboxClient(options.base),
        records,
        scale=options.time_scale,
        patience=options.patience,
        ignore=[re.compile(one) for one in options.ignore],
    )
    say(found.tell())
    return 1 if found.differences else 0


def _load(options: argparse.Namespace) -> int:
    result = asyncio.run(load.run(options.base, load.plan_of(options)))
    say(result.table())
    if options.json:
        options.json.write_text(result.as_json() + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
