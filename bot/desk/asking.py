"""Words of one person become a question and its answer, whichever way they came."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.desk import (
    assisted,
    clarifying,
    danger,
    dialogue,
    failing,
    faq,
    handover,
    phrases,
    priors,
    questions,
    referring,
    show,
    silence,
)
from bot.desk.clarifying import Considered
from bot.desk.knowledge import Knowledge
from bot.desk.questions import Asked
from bot.desk.safety import Danger, Gate
from bot.desk.tickets import intake
from bot.feishu.port import Card
from bot.matching.port import Match
from bot.matching.port import Verdict as Found
from bot.unit_of_work import Tx
from cards.choices import choices_card
from cards.clarify import ClarifyView, clarify_card
from cards.draft import with_understanding
from cards.not_found import not_found_card
from cards.safety import DangerView, after_alarm_card, alarm_card
from cards.talk import outside_card, talk_card
from cards.words import dialogue as say
from models import Dialogue, FaqEntry, Question, Step, Verdict

ACKNOWLEDGED = "THUMBSUP"


@dataclass(frozen=True)
class Turn:
    """One thing somebody said, and where they were when they said it."""

    asked: Asked
    place: Dialogue
    danger: Danger
    knowledge: Knowledge
    tx: Tx


def ask(asked: Asked, knowledge: Knowledge, tx: Tx) -> Card | None:
    """What to show for it, with all that this means recorded; None where nothing more is to be.

    Once for each `tx.origin`, which the question belongs to. An emergency is answered even where
    a human has the word: nobody may be reading at that moment.
    """
    place = dialogue.here(asked.chat_id, asked.open_id, tx)
    turn = Turn(asked, place, danger.of(asked.text, tx), knowledge, tx)
    if turn.danger.alarm:
        _alarm(turn)
        return None
    if silence.human_speaks(asked.chat_id, tx):
        return None
    if card := referring.choose(asked.text, place, tx):
        return card
    match, revision = knowledge.match(asked.text, priors.of(place, tx))
    if phrases.begins_with_wish(asked.text) and not phrases.is_wish_for_human(asked.text):
        questions.record(asked, match, revision, tx)
        return _human(turn)
    if not _is_new_subject(match, place, tx) or referring.is_thanks_for_it(asked.text, place):
        if card := referring.refer(asked.text, place, tx):
            return card
        if phrases.is_wish_for_human(asked.text):
            return _human(turn)
        if match.verdict is not Found.ANSWER and (kind := phrases.talk(asked.text)):
            return _talk(kind, turn)
        if match.verdict is not Found.ANSWER and dialogue.is_alarmed(place):
            return after_alarm_card(place.question_id or 0)
        asked, match = _with_what_was_asked(turn, match)
    return _question(asked, match, revision, turn)


def _is_new_subject(match: Match, place: Dialogue, tx: Tx) -> bool:
    """A sure match of another entry than the one that is being talked about."""
    if match.verdict is not Found.ANSWER:
        return False
    entries = faq.by_codes([match.candidates[0].code], tx)
    return bool(entries) and entries[0].id != place.entry_id


def _with_what_was_asked(turn: Turn, match: Match) -> tuple[Asked, Match]:
    """A few words after a list of choices say more about the same question."""
    place, asked = turn.place, turn.asked
    offered = dialogue.choices(place) or dialogue.options(place)
    before = questions.find(place.question_id or 0, place.chat_id, turn.tx)
    if not offered or before is None or match.verdict is Found.ANSWER:
        return asked, match
    more = questions.Asked(
        asked.chat_id,
        asked.open_id,
        asked.group,
        asked.message_id,
        f"{before.text} {asked.text}",
        asked.via if asked.via != "text" else "joined",
    )
    together, _ = turn.knowledge.match(more.text)
    better = together.verdict is Found.ANSWER or match.verdict is Found.NONE
    return (more, together) if better and together.verdict is not Found.NONE else (asked, match)


def _question(asked: Asked, match: Match, revision: int, turn: Turn) -> Card:
    tx = turn.tx
    helped = None if turn.danger.topics else assisted.help_for(asked.text, tx)
    match, rewritten = assisted.understood(helped, match, turn.knowledge)
    if rewritten is not None and asked.via == "text":
        asked = replace(asked, via="rewrite")
    question = questions.record(asked, match, revision, tx)
    card = assisted.drafted(helped, match, question, tx)
    if card is not None:
        dialogue.showed_nothing(turn.place, question)
    else:
        card = _found(question, match, turn)
    return card if rewritten is None else with_understanding(card, rewritten)


def _found(question: Question, match: Match, turn: Turn) -> Card:
    """What was offered may have been archived since the index was built: then it isn't shown."""
    tx, place = turn.tx, turn.place
    entries = faq.by_codes((c.code for c in match.offered), tx)
    if question.verdict is Verdict.ANSWER and entries:
        card, verdict = danger.entry_card(entries[0], question, tx, danger=turn.danger)
        step = Step.SHOWN_SAFETY if verdict is Gate.HELD else Step.SHOWN_ANSWER
        questions.shown(step, question, tx, entries[0])
        dialogue.showed_answer(place, question, entries[0])
        return card
    if turn.danger.topics:
        # Only what may be shown for it can be chosen.
        entries = [e for e in entries if danger.of_entry(e, turn.danger, tx) is not Gate.HELD]
        if not entries:
            return _held(question, turn)
    if entries or phrases.is_vague(question.text):
        return _back(question, match, turn) or _choices(question, entries, turn)
    return _nothing(question, turn)


def _choices(question: Question, entries: list[FaqEntry], turn: Turn) -> Card:
    if not entries:
        return _nothing(question, turn)
    questions.shown(Step.SHOWN_CHOICES, question, turn.tx)
    dialogue.showed_choices(turn.place, question, entries)
    return choices_card(show.choices(entries, question))


def _back(question: Question, match: Match, turn: Turn) -> Card | None:
    """The one clarifying question, where the candidates differ in something one can ask."""
    vague = phrases.is_vague(question.text)
    asked_before = question.via == "joined" or turn.place.clarifying is not None
    if asked_before or turn.danger.topics or turn.place.failures:
        return None
    if len(phrases.bare(question.text)) > clarifying.LONGEST:
        return None
    wide, _ = turn.knowledge.match(question.text, limit=clarifying.CONSIDERED)
    if not vague and not clarifying.is_spread(wide.candidates):
        return None
    likely = [c for c in wide.candidates if vague or c.confidence >= clarifying.LIKELY]
    weights = {c.code: c.confidence for c in likely}
    entries = faq.by_codes(weights, turn.tx)
    found = clarifying.question_back(
        question.text,
        [Considered(e.id, e.question, e.category, weights[e.code]) for e in entries],
    )
    if found is None:
        return None
    about, options = found
    questions.shown(Step.SHOWN_CLARIFY, question, turn.tx)
    kept = tuple((option.label, option.entries) for option in options)
    dialogue.showed_options(turn.place, question, kept)
    return clarify_card(ClarifyView(question.id, question.text, about, tuple(options)))


def _nothing(question: Question, turn: Turn) -> Card:
    """Not our subject is no gap in the FAQ, and no failure either."""
    subject = phrases.outside(question.text)
    via = "outside" if subject else ""
    questions.note(Step.SHOWN_NONE, question.open_id, turn.tx, question=question.id, via=via)
    dialogue.showed_nothing(turn.place, question)
    if subject:
        return outside_card(subject)
    failing.count(turn.place)
    return failing.shown(not_found_card(show.not_found(question, turn.tx)), turn.place, turn.tx)


def _held(question: Question, turn: Turn) -> Card:
    questions.shown(Step.SHOWN_SAFETY, question, turn.tx)
    dialogue.showed_nothing(turn.place, question)
    return danger.held(question, turn.danger, turn.tx)


def _alarm(turn: Turn) -> None:
    """Whatever the matcher would say of it: it is not even asked.

    Sent from here, for no human who has taken the word meanwhile may hold it back.
    """
    nothing = Match(Found.NONE, (), phrases.bare(turn.asked.text))
    question = questions.record(turn.asked, nothing, 0, turn.tx)
    questions.shown(Step.SHOWN_SAFETY, question, turn.tx)
    dialogue.alarmed(turn.place, question, turn.tx.now)
    view = DangerView(question.id, question.text, turn.danger.alarm, turn.danger.topics)
    asked = turn.asked
    turn.tx.reply(
        asked.message_id, alarm_card(view), lane=asked.chat_id, fallback=say.ALARM_FALLBACK
    )


def _human(turn: Turn) -> Card | None:
    chat_id, who = turn.asked.chat_id, turn.asked.open_id
    question = handover.last_question(chat_id, who, turn.tx)
    return intake.ask(chat_id, who, question, turn.tx).card


def _talk(kind: phrases.Talk, turn: Turn) -> Card | None:
    """A nod is answered with a nod, not with a card."""
    if kind is phrases.Talk.ACK:
        asked = turn.asked
        turn.tx.react(asked.message_id, ACKNOWLEDGED, lane=asked.chat_id)
        return None
    return talk_card(kind.value)
