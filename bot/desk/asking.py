"""Words of one person become a question and its answer, whichever way they came."""

from __future__ import annotations

from bot.desk import assisted, faq, questions, show, silence
from bot.desk.knowledge import Knowledge
from bot.desk.questions import Asked
from bot.feishu.port import Card
from bot.matching.port import Match
from bot.unit_of_work import Tx
from cards.answer import answer_card
from cards.choices import choices_card
from cards.draft import with_understanding
from cards.not_found import not_found_card
from models import Question, Step, Verdict


def ask(asked: Asked, knowledge: Knowledge, tx: Tx) -> Card | None:
    """What to show for it, with all that this means recorded; None where nothing is to be said.

    Once for each `tx.origin`, which the question belongs to.
    """
    if silence.human_speaks(asked.chat_id, tx):
        return None
    match, revision = knowledge.match(asked.text)
    helped = assisted.help_for(asked.text, tx)
    match, rewritten = assisted.understood(helped, match, knowledge)
    question = questions.record(asked, match, revision, tx)
    card = assisted.drafted(helped, match, question, tx) or _found(question, match, tx)
    return card if rewritten is None else with_understanding(card, rewritten)


def _found(question: Question, match: Match, tx: Tx) -> Card:
    """What was offered may have been archived since the index was built: then it isn't shown."""
    entries = faq.by_codes((c.code for c in match.offered), tx)
    if question.verdict is Verdict.ANSWER and entries:
        questions.shown(Step.SHOWN_ANSWER, question, tx, entries[0])
        return answer_card(show.answer(entries[0], question, tx))
    if entries:
        questions.shown(Step.SHOWN_CHOICES, question, tx)
        return choices_card(show.choices(entries, question))
    questions.shown(Step.SHOWN_NONE, question, tx)
    return not_found_card(show.not_found(question, tx))
