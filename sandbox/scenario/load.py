"""Many people ask at once. People don't wait for the bot: what is due is asked, answered or not."""

import argparse
import asyncio
import random
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from sandbox.scenario.arrivals import ARRIVALS, times
from sandbox.scenario.figures import Figures
from sandbox.scenario.seen import Json, parts_of
from sandbox.scenario.streams import notes

AT_ONCE = 500
LOOK_EVERY = 0.5
PUSHES_READ = 5_000
# A person reads an answer before they press anything below it.
READS_S = (1.0, 4.0)
COUNTERS = ("throttled", "lost", "retries", "duplicates", "late_answers", "bad_answers")


@dataclass(frozen=True)
class Plan:
    stations: int
    rate: float
    duration: float
    questions: tuple[str, ...]
    arrival: str = "poisson"
    clicks: float = 0.0
    settle: float = 30.0
    seed: int = 1


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--stations", type=int, default=20, help="how many stations' people ask")
    parser.add_argument("--rate", type=float, default=5.0, help="questions a second, all together")
    parser.add_argument("--duration", type=float, default=30.0, help="seconds")
    parser.add_argument("--questions", type=Path, required=True, help="one a line, up to a TAB")
    parser.add_argument("--arrival", choices=ARRIVALS, default="poisson")
    parser.add_argument("--clicks", type=float, default=0.0, help="share of answers clicked on")
    parser.add_argument("--settle", type=float, default=30.0, help="seconds to wait in the end")
    parser.add_argument("--seed", type=int, default=1, help="the same seed asks the same")
    parser.add_argument("--json", type=Path, help="write the figures there, too")


def plan_of(options: argparse.Namespace) -> Plan:
    lines = options.questions.read_text("utf-8").splitlines()
    questions = tuple(line.split("\t")[0].strip() for line in lines if line.strip())
    if not questions:
        raise ValueError(f"{options.questions} has no questions")
    if not 0 <= options.clicks <= 1:
        raise ValueError("--clicks is a share between 0 and 1")
    return Plan(
        options.stations,
        options.rate,
        options.duration,
        questions,
        options.arrival,
        options.clicks,
        options.settle,
        options.seed,
    )


async def run(base: str, plan: Plan) -> Figures:
    # `limit=0`: each person holds a stream open.
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=60)
    ) as http:
        return await _Load(http, base.rstrip("/"), plan).all()


class _Load:
    def __init__(self, http: aiohttp.ClientSession, base: str, plan: Plan) -> None:
        self._http = http
        self._base = base
        self._plan = plan
        self._chance = random.Random(plan.seed)
        self._places = asyncio.Semaphore(AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()
        self._asked: dict[str, int] = {}  # message_id → when, by the sandbox's clock
        self._answered: set[str] = set()
        self._early: dict[str, Json] = {}  # answers that came before we knew our own question
        self._lag = 0.0
        self._codes: dict[str, int] = {}
        self._acked: set[str] = set()
        self._looked = 0  # the number of the last push that was looked at
        self.figures = Figures()

    async def all(self) -> Figures:
        before = await self._get("report")
        self._acked |= {one["event_id"] for one in await self._pushes()}
        people = await self._people()
        streams = [await self._open_stream(one) for one in people]
        watch = asyncio.create_task(self._watch_pushes())
        started = time.monotonic()
        await self._ask_all(people, started)
        await self._settle()
        self.figures.seconds = time.monotonic() - started
        for task in (watch, *streams):
            task.cancel()
        await asyncio.gather(watch, *streams, return_exceptions=True)
        await self._note_acks()
        self._count(before, await self._get("report"))
        return self.figures

    async def _people(self) -> list[str]:
        everyone = [one for one in await self._get("people") if one["station_code"]]
        codes = list(dict.fromkeys(one["station_code"] for one in everyone))
        if not 0 < self._plan.stations <= len(codes):
            raise ValueError(f"the sandbox has {len(codes)} stations; see --org for more")
        chosen = set(codes[: self._plan.stations])
        return [one["open_id"] for one in everyone if one["station_code"] in chosen]

    async def _ask_all(self, people: list[str], started: float) -> None:
        plan = self._plan
        deck: list[str] = []
        for due in times(plan.arrival, plan.rate, plan.duration, plan.seed):
            await asyncio.sleep(max(0.0, started + due - time.monotonic()))
            self._lag = max(self._lag, time.monotonic() - started - due)
            if not deck:  # everybody once, then everybody again
                deck = self._chance.sample(people, len(people))
            self._start(self._ask(deck.pop(), self._chance.choice(plan.questions)))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _ask(self, person: str, question: str) -> None:
        async with self._places:
            self.figures.asked += 1
            said = await self._post("say", {"as": person, "text": question})
        if said is not None:
            self._asked[said["message_id"]] = int(said["create_time"])
            if early := self._early.pop(said["message_id"], None):
                self._heard(person, early)

    async def _open_stream(self, person: str) -> asyncio.Task[None]:
        hears = asyncio.Event()
        task = asyncio.create_task(self._listen(person, hears))
        await asyncio.wait_for(hears.wait(), 10)
        return task

    async def _listen(self, person: str, hears: asyncio.Event) -> None:
        async for _, name, data in notes(self._http, self._base, person, "", hears):
            if name == "message" and data["sender"]["kind"] == "bot":
                self._heard(person, data)

    def _heard(self, person: str, answer: Json) -> None:
        question = answer["parent_id"]
        if question in self._answered:
            return
        if question not in self._asked:
            if question and len(self._early) < AT_ONCE:
                self._early[question] = answer
            return
        self._answered.add(question)
        self.figures.answers_ms.append(int(answer["create_time"]) - self._asked[question])
        if self._chance.random() < self._plan.clicks:
            self._start(self._click(person, answer))

    async def _click(self, person: str, answer: Json) -> None:
        buttons = [
            one
            for one in parts_of(answer["content"])
            if one.tag in ("button", "interactive_container") and one.usable and one.form is None
        ]
        if not buttons:
            return
        await asyncio.sleep(self._chance.uniform(*READS_S))
        path = self._chance.choice(buttons).path
        body = {"as": person, "message_id": answer["message_id"], "path": path}
        async with self._places:
            clicked = await self._post("click", body)
        if clicked is not None:
            self.figures.clicks_ms.append(clicked["ms"])
            if not clicked["ok"]:
                name = f"click shows {clicked['code']}"
                self._codes[name] = self._codes.get(name, 0) + 1

    async def _settle(self) -> None:
        ends = time.monotonic() + self._plan.settle
        while time.monotonic() < ends and (self._tasks or len(self._answered) < len(self._asked)):
            await asyncio.sleep(0.1)
        for task in list(self._tasks):
            task.cancel()

    async def _watch_pushes(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await self._note_acks()

    async def _note_acks(self) -> None:
        for one in await self._pushes():
            if one["event_id"] not in self._acked and one["ok"]:
                self._acked.add(one["event_id"])
                if one["event_type"] == "im.message.receive_v1" and one["attempt"] == 1:
                    self.figures.acks_ms.append(one["ms"])

    async def _pushes(self) -> list[Json]:
        """What is new since the last look."""
        query = {"after": str(self._looked), "limit": str(PUSHES_READ), "bodies": "0"}
        found: list[Json] = await self._get("pushes", **query)
        self._looked = found[-1]["n"] if found else self._looked
        return found

    def _count(self, before: Json, after: Json) -> None:
        counts = {name: after[name] - before[name] for name in COUNTERS}
        self.figures.counts = {
            "never answered": self.figures.asked - len(self._answered),
            "not acknowledged at once": max(0, self.figures.asked - len(self.figures.acks_ms)),
            **counts,
            **self._codes,
            "generator late by ms": round(self._lag * 1000),
        }

    async def _get(self, path: str, **query: str) -> Any:
        async with self._http.get(f"{self._base}/__sandbox/{path}", params=query) as response:
            return await response.json()

    async def _post(self, path: str, body: Json) -> Json | None:
        """None: the sandbox refused."""
        async with self._http.post(f"{self._base}/__sandbox/{path}", json=body) as response:
            if response.status == 200:
                found: Json = await response.json()
                return found
            self._codes[f"{path} refused"] = self._codes.get(f"{path} refused", 0) + 1
            return None
