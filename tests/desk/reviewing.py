"""A small FAQ, a matcher that is rebuilt as a worker's is, and reviewers to press buttons."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select

from bot.desk import faq, reviews, roles
from bot.faq_csv import FaqRow
from bot.feishu.port import CardMessage
from bot.matching.normalise import normalise
from bot.matching.port import Candidate, Context, FaqText, Match, Verdict
from models import FaqCase, FaqEntry, FaqProposal, Person, PersonKind, ProposalKind, Role
from tests.desk.test_conversation import buttons as buttons
from tests.desk.test_conversation import value_of as value_of
from tests.furniture import Desk, SteppedClock, make_desk

BOB, CAROL, MALLORY = "ou_bob", "ou_carol", "ou_mallory"
ROWS = (
    FaqRow("A-1", "班结", "班结失败怎么办", ("交不了班", "班结不了"), "1. 看提示。", (), "一组"),
    FaqRow("A-2", "班结", "日结一直转圈", ("日结卡住不动",), "1. 等五分钟。", ("日结",), "一组"),
    FaqRow("B-1", "小票", "小票打不出来", ("打印机不出纸",), "1. 换纸。", ("小票",), "二组"),
    FaqRow("B-2", "小票", "小票字迹很淡", ("小票看不清",), "1. 换色带。", ("小票",), "二组"),
)  # fmt: skip


class PairMatcher:
    """Compares pairs of characters and nothing else, so that a new fit moves no test of here."""

    def __init__(self, entries: list[FaqText]) -> None:
        self._entries = entries

    def prepare(self, text: str) -> None:
        return None

    def match(self, text: str, *, limit: int = 5, context: Context | None = None) -> Match:
        asked = normalise(text)
        scored = sorted(((self._best(asked, e), e.code) for e in self._entries), reverse=True)
        found = tuple(
            Candidate(code, score, score) for score, code in scored[:limit] if score > 0.3
        )
        sure = bool(found) and found[0].confidence > 0.75
        verdict = Verdict.ANSWER if sure else Verdict.CHOICES if found else Verdict.NONE
        return Match(verdict, found, asked)

    def _best(self, asked: str, entry: FaqText) -> float:
        known = map(normalise, (entry.question, *entry.similar))
        return max(_alike(_pairs(asked), _pairs(one)) for one in known)


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(max(1, len(text) - 1))}


def _alike(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


@contextmanager
def reviewed_desk(url: str, clock: SteppedClock) -> Iterator[Desk]:
    with make_desk(url, clock, PairMatcher([]), build=PairMatcher) as desk:
        with desk.uow() as tx:
            faq.import_rows(ROWS, tx, replace=False)
            for who, name in ((BOB, "李工"), (CAROL, "周姐")):
                roles.grant(who, Role.REVIEWER, "test", tx)
                tx.session.add(
                    Person(
                        id=name, open_id=who, name=name, kind=PersonKind.AGENT, role="", facts={}
                    )
                )
        yield desk


def entry(desk: Desk, code: str = "A-1") -> FaqEntry:
    (found,) = desk.rows(select(FaqEntry).where(FaqEntry.code == code))
    return found


def proposal(desk: Desk) -> FaqProposal:
    return desk.rows(select(FaqProposal).order_by(FaqProposal.id.desc()))[0]


def suggest(
    desk: Desk,
    kind: ProposalKind = ProposalKind.PHRASING,
    code: str | None = "A-1",
    by: str = "ou_dan",
    evidence: dict[str, Any] | None = None,
    **content: Any,
) -> FaqProposal | None:
    """A person suggests a change, and all that follows from it is done."""
    with desk.uow() as tx:
        about = None
        if code is not None:
            about = tx.session.scalar(select(FaqEntry).where(FaqEntry.code == code))
        made = reviews.propose(kind, about, content, evidence or {}, "test", by, tx)
    settle(desk)
    return made


def keep_case(desk: Desk, code: str, text: str) -> None:
    with desk.uow() as tx:
        about = tx.session.scalar(select(FaqEntry).where(FaqEntry.code == code))
        assert about is not None
        tx.session.add(
            FaqCase(
                entry_id=about.id,
                text=text,
                normalised=normalise(text),
                via="solved",
                added_at=tx.now,
            )
        )


def settle(desk: Desk) -> None:
    """What was caused is done, and cards that were on their way are looked at again."""
    desk.drain()
    desk.wait(seconds=2)
    desk.known.refresh()  # as the worker's clockwork does every second


def chat_of(desk: Desk, who: str) -> str:
    return str(desk.feishu.p2p(who))  # type: ignore[arg-type]


def card_of(desk: Desk, who: str) -> dict[str, Any]:
    """The newest card in a reviewer's chat, as it looks now."""
    return desk.cards(chat_of(desk, who))[-1]


def text_of(card: object) -> str:
    return json.dumps(card, ensure_ascii=False)


def press(
    desk: Desk, who: str, label: str, *, card: dict[str, Any] | None = None, **form: str
) -> dict[str, Any]:
    """Press a button of the newest card; the answer. What follows from it is done."""
    chat = chat_of(desk, who)
    said = [m for m in desk.feishu.messages.values() if m.chat_id == chat and m.sender is None]
    shown = card or card_of(desk, who)
    pressed = next((m for m in said if m.content == CardMessage(shown)), said[-1])
    response = desk.pusher.click(
        value_of(shown, label),
        who=who,
        chat=chat,
        message_id=pressed.message_id,
        form=form or None,
    )
    assert response.status_code == 200
    answer = response.json
    assert isinstance(answer, dict)
    if "card" in answer:
        pressed.content = CardMessage(answer["card"]["data"])  # as Feishu does
    settle(desk)
    return answer


def toast(answer: dict[str, Any]) -> str:
    return str(answer["toast"]["content"])


def labels(card: dict[str, Any]) -> list[str]:
    return [label for label, _ in buttons(card)]
