"""What matching costs a process in memory and time: python -m bot.matching.footprint (Linux)."""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from bot.faq_csv import parse_faq
from bot.matching.port import FaqText

if TYPE_CHECKING:
    from bot.matching.meaning import Semantics

T = TypeVar("T")

_FRESH = 7  # every so many characters a copied entry has another one


def _megabytes(file: str, name: str) -> float:
    lines = Path("/proc/self", file).read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


class Ledger:
    """A line a step: what the process has then, how much more, how much at most, CPU time."""

    def __init__(self) -> None:
        self._held = _megabytes("smaps_rollup", "Pss:")
        sys.stdout.write(f"{'':<28}{'PSS MB':>8}{'more':>8}{'peak':>8}{'CPU ms':>9}\n")
        sys.stdout.write(f"{'interpreter':<28}{self._held:>8.1f}\n")

    def step(self, name: str, work: Callable[[], T]) -> T:
        Path("/proc/self/clear_refs").write_text("5")  # the highest mark starts anew
        resident, begun = _megabytes("status", "VmRSS:"), time.process_time()
        result = work()
        seconds, before = time.process_time() - begun, self._held
        peak = _megabytes("status", "VmHWM:") - resident
        self._held = _megabytes("smaps_rollup", "Pss:")
        sys.stdout.write(
            f"{name:<28}{self._held:>8.1f}{self._held - before:>+8.1f}{peak:>+8.1f}"
            f"{seconds * 1000:>9.0f}\n"
        )
        return result


def varied(entries: Sequence[FaqText], count: int) -> list[FaqText]:
    """The entries, then copies of them in which every seventh character is another.

    That makes more new words than a real FAQ of the size would have: memory is overstated.
    """
    alphabet = sorted({c for e in entries for c in e.question + e.answer if c >= "㐀"})

    def other(text: str, copy: int) -> str:
        return "".join(
            alphabet[(ord(c) * 31 + copy * 97) % len(alphabet)]
            if c >= "㐀" and (place + copy) % _FRESH == 0
            else c
            for place, c in enumerate(text)
        )

    made = list(entries[:count])
    while len(made) < count:
        copy, number = divmod(len(made), len(entries))
        entry = entries[number]
        made.append(
            replace(
                entry,
                code=f"{entry.code}-{copy}",
                question=other(entry.question, copy),
                similar=tuple(other(text, copy) for text in entry.similar),
                answer=other(entry.answer, copy),
            )
        )
    return made


def _read(path: Path) -> list[FaqText]:
    # train.read_entries does the same, but brings numpy with it, which is to be measured.
    return [
        FaqText(row.id, row.category, row.question, row.similar, row.keywords, row.answer)
        for row in parse_faq(path.read_bytes()).rows
    ]


def _import(*names: str) -> None:
    for name in names:
        import_module(name)


def _tables() -> None:
    from bot.matching.grams import read

    read("錢箱打不開")


class Drawn:
    """The embedded model for questions; for the FAQ's texts, numbers drawn in no time.

    What a match costs does not depend on what the numbers are, and embedding 100,000 texts takes
    half an hour.
    """

    name = "drawn"
    remote = False

    def __init__(self) -> None:
        from bot.matching.embedded import open_embedded

        self._model = open_embedded()

    def embed(self, texts: Sequence[str]) -> Any:
        import numpy as np

        if len(texts) == 1 and self._model is not None:
            return self._model.embed(texts)
        rows = np.random.default_rng(1).standard_normal((len(texts), 384), np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _prepare(semantics: "Semantics", asked: Sequence[tuple[str, str]]) -> None:
    for question, _ in asked:
        semantics.prepare(question)


def measure(entries: list[FaqText], queries: Path | None, *, meaning: bool) -> None:
    ledger = Ledger()
    ledger.step("import numpy, rapidfuzz", lambda: _import("numpy", "rapidfuzz.fuzz"))
    ledger.step("import the matcher", lambda: _import("bot.matching.fused"))
    ledger.step("tables: words, script, sound", _tables)

    from bot.matching.evaluation import evaluate, read_queries
    from bot.matching.fused import Builder
    from bot.matching.meaning import Semantics

    asked = read_queries(queries) if queries else []
    semantics = Semantics(Drawn()) if meaning else None
    if semantics is not None:
        ledger.step("the model, 100 questions", lambda: _prepare(semantics, asked[:100]))
    build = Builder(lambda: semantics, patient=True)
    matcher = ledger.step(f"build, {len(entries)} entries", lambda: build(entries))
    ledger.step("first match", lambda: matcher.match("枪提起来没油"))
    edited = [replace(entries[0], question="改过的问题"), *entries[1:]]
    newer = ledger.step("build after an edit", lambda: build(edited))
    matcher = newer
    ledger.step("and again, oldest let go", lambda: build(entries))
    if asked:
        report = evaluate(matcher, asked, timer=time.process_time)
        sys.stdout.write(
            f"one match, CPU: p50 {report.p50_ms:.2f} ms, p99 {report.p99_ms:.2f} ms\n"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bot.matching.footprint", description=__doc__)
    parser.add_argument("--faq", type=Path, required=True, help="CSV as exported by the desk")
    parser.add_argument("--queries", type=Path, help="question TAB id-or-NONE, to time a match")
    parser.add_argument("--entries", type=int, help="so many, made by varying those of --faq")
    parser.add_argument("--meaning", action="store_true", help="with the embedded model")
    given = parser.parse_args(arguments)
    if not Path("/proc/self/smaps_rollup").exists():
        sys.stderr.write("memory can be read under Linux only\n")
        return 2
    entries = _read(given.faq)
    count = given.entries or len(entries)
    measure(varied(entries, count), given.queries, meaning=given.meaning)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
