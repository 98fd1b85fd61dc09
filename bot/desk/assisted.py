"""Where a language model helped: taken where it agrees with the FAQ, and shown for what it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.desk import faq, questions
from bot.desk.knowledge import Knowledge
from bot.feishu.port import Card
from bot.llm.port import Draft
from bot.matching.port import Match, Verdict
from bot.unit_of_work import Tx
from cards.choices import Choice
from cards.draft import DraftView, draft_card
from models import Question, Step

_RANK = {Verdict.NONE: 0, Verdict.CHOICES: 1, Verdict.ANSWER: 2}


@dataclass(frozen=True)
class Help:
    """Made before the unit of work, for these words and no others."""

    text: str
    rewritten: str | None = None
    draft: Draft | None = None


def help_for(text: str, tx: Tx) -> Help | None:
    found = tx.prepared
    return found if isinstance(found, Help) and found.text == text else None


def understood(helped: Help | None, match: Match, knowledge: Knowledge) -> tuple[Match, str | None]:
    """The better match of the two, and the other words if it is theirs.

    How sure a match is was measured on what people say, and not on what a model makes of it: an
    answer to words that nobody said must have been near before.
    """
    if helped is None or helped.rewritten is None or match.verdict is Verdict.ANSWER:
        return match, None
    other, _ = knowledge.match(helped.rewritten)
    near = {candidate.code for candidate in match.candidates}
    if other.verdict is Verdict.ANSWER and other.candidates[0].code not in near:
        other = replace(other, verdict=Verdict.CHOICES)
    better = _RANK[other.verdict] > _RANK[match.verdict]
    return (other, helped.rewritten) if better else (match, None)


def drafted(helped: Help | None, match: Match, question: Question, tx: Tx) -> Card | None:
    """The draft with its entries; None where there is none, or an entry has gone since.

    It is recorded as a choice among its entries, which is what it leads to.
    """
    if helped is None or helped.draft is None or match.verdict is Verdict.ANSWER:
        return None
    draft = helped.draft
    entries = faq.by_codes(draft.codes, tx)
    if len(entries) != len(draft.codes):
        return None
    questions.note(Step.SHOWN_CHOICES, question.open_id, tx, question=question.id, via="draft")
    cited = tuple(Choice(entry.id, entry.question, entry.category) for entry in entries)
    return draft_card(DraftView(question.id, question.text, draft.lines, cited))
