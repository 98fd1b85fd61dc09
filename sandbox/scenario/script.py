"""Scenarios as lines of text: `收银员 说: 打印机卡纸`. See docs/sandbox.md for the words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.client import SandboxClient, SandboxError
from sandbox.scenario.actor import Actor
from sandbox.scenario.cast import Scenario
from sandbox.scenario.failure import ScenarioFailed

LINE = re.compile(r"(?P<head>[^:：]+)[:：](?P<text>.*)|(?P<bare>[^:：]+)")
SECONDS = re.compile(r"(\d+(?:\.\d+)?)\s*(?:秒|s)?")
BOT = "机器人"


class BadScript(ValueError):
    """The file cannot be read; the message names the line."""


@dataclass(frozen=True)
class Step:
    number: int
    who: str
    verb: str
    text: str
    line: str


@dataclass
class Stage:
    """The people of one run and where they act at the moment."""

    scenario: Scenario
    people: dict[str, Actor] = field(default_factory=dict)
    filled: dict[str, str] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        if name not in self.people:
            self.people[name] = self.scenario.person(name)
        return self.people[name]

    def listener(self) -> Actor:
        if self.scenario.last is None:
            raise ScenarioFailed("nobody has done anything yet that the bot could answer")
        return self.scenario.last


def _cast(stage: Stage, step: Step) -> None:
    stage.people[step.who] = stage.scenario.person(step.text)


def _answers(stage: Stage, step: Step) -> None:
    stage.listener().expect(*_several(step.text))


def _silent(stage: Stage, step: Step) -> None:
    stage.listener().expect_nothing(_seconds(step.text, 1.0))


def _sees(stage: Stage, step: Step) -> None:
    stage.actor(step.who).expect(*_several(step.text))


def _fills(stage: Stage, step: Step) -> None:
    for pair in _several(step.text):
        name, equals, value = pair.replace("＝", "=").partition("=")
        if not equals:
            raise BadScript(f"line {step.number}: write 填: field=what; {pair!r} has no =")
        stage.filled[name.strip()] = value.strip()


def _submits(stage: Stage, step: Step) -> None:
    values, stage.filled = stage.filled, {}
    stage.actor(step.who).fill(**values).submit(step.text)


def _makes_group(stage: Stage, step: Step) -> None:
    name, _, others = step.text.replace("＝", "=").partition("=")
    members = [stage.actor(one) for one in re.split(r"[、,，]\s*", others.strip()) if one]
    owner = stage.actor(step.who)
    for one in (owner, *members):
        place = owner.make_group(name.strip(), *members) if one is owner else None
        known = next(key for key, actor in stage.people.items() if actor is one)
        stage.people[known] = place or one.in_group(name.strip())


def _goes_to(stage: Stage, step: Step) -> None:
    stage.people[step.who] = stage.actor(step.who).in_group(step.text)


def _goes_back(stage: Stage, step: Step) -> None:
    stage.people[step.who] = stage.actor(step.who).alone()


def _waits(stage: Stage, step: Step) -> None:
    stage.scenario.within = _seconds(step.text, stage.scenario.within)


Act = Callable[[Stage, Step], object]
VERBS: dict[str, Act] = {
    "是": _cast,
    "说": lambda stage, step: stage.actor(step.who).say(step.text),
    "看到": _sees,
    "看到提示": lambda stage, step: stage.actor(step.who).sees_toast(step.text),
    "看到表情": lambda stage, step: stage.actor(step.who).sees_reaction(step.text),
    "点": lambda stage, step: stage.actor(step.who).click(step.text),
    "选": lambda stage, step: stage.actor(step.who).choose(step.text),
    "填": _fills,
    "提交": _submits,
    "表情": lambda stage, step: stage.actor(step.who).react(step.text),
    "打开": lambda stage, step: stage.actor(step.who).enter(),
    "菜单": lambda stage, step: stage.actor(step.who).menu(step.text),
    "建群": _makes_group,
    "进群": _goes_to,
    "回私聊": _goes_back,
}
BOT_VERBS: dict[str, Act] = {"应答": _answers, "不应答": _silent}
ALONE: dict[str, Act] = {"场景": lambda stage, step: None, "最多等": _waits}
# These say nothing after the colon.
BARE = {"打开", "回私聊", "提交", "不应答", "应答"}


def parse(text: str) -> list[Step]:
    """Raises BadScript."""
    steps = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip().lstrip("﻿")
        if line and not line.startswith("#"):
            steps.append(_step(number, line))
    return steps


def _step(number: int, line: str) -> Step:
    match = LINE.fullmatch(line)
    if match is None:
        raise BadScript(f"line {number}: {line!r} is not `who verb: text`")
    head, text = (match["head"] or match["bare"]).split(), (match["text"] or "").strip()
    who, verb = ("", head[0]) if len(head) == 1 else (" ".join(head[:-1]), head[-1])
    known = ALONE if not who else BOT_VERBS if who == BOT else VERBS
    if verb not in known:
        raise BadScript(f"line {number}: {verb!r} is unknown; here fits {'、'.join(known)}")
    if not text and verb not in BARE:
        raise BadScript(f"line {number}: {line!r} says nothing after the colon")
    return Step(number, who, verb, text, line)


def play(steps: list[Step], scenario: Scenario) -> None:
    """Raises ScenarioFailed, with the line."""
    stage = Stage(scenario)
    for step in steps:
        act = (VERBS | BOT_VERBS | ALONE)[step.verb]
        try:
            act(stage, step)
        except ScenarioFailed as failed:
            raise ScenarioFailed(f"line {step.number}: {step.line}\n{failed}") from None
        except SandboxError as refused:
            told = f"line {step.number}: {step.line}\nthe sandbox refuses: {refused}"
            raise ScenarioFailed(told) from None


def play_file(path: Path, client: SandboxClient, *, within: float = 5.0) -> None:
    play(parse(path.read_text("utf-8")), Scenario(client, within=within))


def _several(text: str) -> list[str]:
    return [one.strip() for one in re.split("[；;]", text) if one.strip()]


def _seconds(text: str, default: float) -> float:
    match = SECONDS.fullmatch(text.strip())
    return float(match[1]) if match else default
