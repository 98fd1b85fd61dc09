"""People of a month who ask and press, written into the desk's rows as its own rules write them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.matching.evaluation import NONE
from bot.matching.port import Match, Verdict
from bot.unit_of_work import Tx
from models import (
    HandoverRequest,
    HandoverStatus,
    Inbound,
    InboundKind,
    InboundState,
    Question,
    QuestionStep,
    Step,
)
from models import Verdict as Shown

Label = tuple[str, str]  # a wording and the code of its entry, or NONE


@dataclass(frozen=True)
class Habits:
    """How likely people press what; the wrong presses are the noise that learning must bear.

    Most people press nothing at all: silence is the rule on a phone at a till.
    """

    solved_when_right: float = 0.35
    solved_when_wrong: float = 0.05
    unsolved_when_wrong: float = 0.3
    unsolved_when_right: float = 0.04
    human_when_wrong: float = 0.1
    picks_right: float = 0.75
    picks_wrong: float = 0.08
    picks_wrong_for_want_of_right: float = 0.2
    none_of_these: float = 0.4


HABITS = Habits()


@dataclass
class Crowd:
    """Draws who asks what and when; entries are as unequally popular as they are in life."""

    wordings: Sequence[Label]
    seed: int
    people: int = 600
    none_share: float = 0.15
    _draw: random.Random = field(init=False)
    _popular: list[str] = field(init=False)
    _by_code: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self._draw = random.Random(self.seed)
        self._by_code = {}
        for text, code in self.wordings:
            self._by_code.setdefault(code, []).append(text)
        self._popular = sorted(self._by_code.keys() - {NONE})
        self._draw.shuffle(self._popular)
        self._weights = [1 / (rank + 10) for rank in range(len(self._popular))]

    def asks(self) -> tuple[str, str, str]:
        """Who, what, and what is meant."""
        person = f"ou_{self._draw.randrange(self.people)}"
        if NONE in self._by_code and self._draw.random() < self.none_share:
            return person, self._draw.choice(self._by_code[NONE]), NONE
        code = self._draw.choices(self._popular, self._weights)[0]
        return person, self._draw.choice(self._by_code[code]), code

    def chance(self, probability: float) -> bool:
        return self._draw.random() < probability

    def one_of(self, entries: Sequence[str]) -> str:
        return self._draw.choice(entries)


@dataclass(frozen=True)
class Scribe:
    """Rows as the rules make them; `ids` are the entries' by code."""

    tx: Tx
    ids: dict[str, int]
    revision: int

    def ask(self, who: str, text: str, at: datetime, match: Match) -> Question:
        key = f"month:{who}:{at.timestamp()}"
        push = Inbound(
            app_id="cli_month", key=key, kind=InboundKind.MESSAGE, event_type="message",
            event_id=key, lane=f"oc_{who}", payload={}, sent_at=at, received_at=at,
            state=InboundState.DONE,
        )  # fmt: skip
        self.tx.session.add(push)
        self.tx.session.flush()
        candidates = [
            {"code": c.code, "confidence": c.confidence, "score": c.score} for c in match.candidates
        ]
        question = Question(
            inbound_id=push.id, chat_id=f"oc_{who}", message_id=key, open_id=who, text=text,
            normalised=match.normalised, verdict=Shown(match.verdict.value),
            candidates=candidates, faq_revision=self.revision, asked_at=at,
        )  # fmt: skip
        self.tx.session.add(question)
        self.tx.session.flush()
        return question

    def note(self, question: Question, step: Step, code: str | None = None, via: str = "") -> None:
        later = timedelta(seconds=20) if step not in SHOWN else timedelta()
        self.tx.session.add(
            QuestionStep(
                question_id=question.id,
                entry_id=self.ids[code] if code else None,
                step=step,
                via=via,
                open_id=question.open_id,
                at=question.asked_at + later,
            )
        )
        if step is Step.HUMAN:
            self.tx.session.add(
                HandoverRequest(
                    chat_id=question.chat_id,
                    open_id=question.open_id,
                    question_id=question.id,
                    status=HandoverStatus.WAITING,
                    requested_at=question.asked_at + later,
                )
            )


SHOWN = {Step.SHOWN_ANSWER, Step.SHOWN_CHOICES, Step.SHOWN_NONE}


def react(scribe: Scribe, question: Question, match: Match, gold: str, crowd: Crowd) -> None:
    """What was shown, and what this person does about it."""
    offered = [c.code for c in match.offered]
    if match.verdict is Verdict.ANSWER:
        scribe.note(question, Step.SHOWN_ANSWER, offered[0])
        _judge(scribe, question, offered[0], gold, crowd)
    elif match.verdict is Verdict.CHOICES:
        scribe.note(question, Step.SHOWN_CHOICES)
        _choose(scribe, question, offered, gold, crowd)
    else:
        scribe.note(question, Step.SHOWN_NONE)
        if crowd.chance(HABITS.human_when_wrong):
            scribe.note(question, Step.HUMAN)


def _choose(
    scribe: Scribe, question: Question, offered: list[str], gold: str, crowd: Crowd
) -> None:
    others = [code for code in offered if code != gold]
    taken = None
    if gold in offered:
        if crowd.chance(HABITS.picks_right):
            taken = gold
        elif others and crowd.chance(HABITS.picks_wrong / (1 - HABITS.picks_right)):
            taken = crowd.one_of(others)
    elif crowd.chance(HABITS.none_of_these):
        scribe.note(question, Step.NONE_OF_THESE)
    elif crowd.chance(HABITS.picks_wrong_for_want_of_right):
        taken = crowd.one_of(others)
    if taken is not None:
        scribe.note(question, Step.CHOSE, taken, "choice")
        scribe.note(question, Step.SHOWN_ANSWER, taken, "choice")
        _judge(scribe, question, taken, gold, crowd)


def _judge(scribe: Scribe, question: Question, code: str, gold: str, crowd: Crowd) -> None:
    right = code == gold
    if crowd.chance(HABITS.solved_when_right if right else HABITS.solved_when_wrong):
        scribe.note(question, Step.SOLVED, code)
    elif crowd.chance(HABITS.unsolved_when_right if right else HABITS.unsolved_when_wrong):
        scribe.note(question, Step.UNSOLVED, code)
    elif not right and crowd.chance(HABITS.human_when_wrong):
        scribe.note(question, Step.HUMAN)
