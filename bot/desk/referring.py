"""What refers to the last thing shown: 还是不行, 下一步呢, 第二步没有那个按钮, 第二个."""

from __future__ import annotations

from bot.desk import danger, dialogue, failing, faq, phrases, questions, show, walking
from bot.desk.phrases import Follow, FollowUp
from bot.desk.safety import Gate
from bot.desk.steps import walk
from bot.feishu.port import Card
from bot.unit_of_work import Tx
from cards.choices import choices_card
from cards.not_found import not_found_card
from cards.talk import talk_card
from models import Dialogue, FaqEntry, Question, Step

MOVES = {Follow.NEXT: 1, Follow.PREVIOUS: -1}


def refer(text: str, place: Dialogue, tx: Tx) -> Card | None:
    """None where it refers to nothing, so that it is taken for a question."""
    question = questions.find(place.question_id or 0, place.chat_id, tx)
    follow = phrases.follow_up(text)
    if follow is None:
        return None
    entry = faq.by_id(place.entry_id, tx) if place.entry_id else None
    if entry is not None:
        return _about(follow, entry, question, place, tx)
    if question is not None and follow.kind in (Follow.STILL, Follow.WRONG):
        return reject(question, place, tx)
    if question is not None and follow.kind is Follow.SOLVED:
        return _solved(None, question, place, tx)
    return None


def is_thanks_for_it(text: str, place: Dialogue) -> bool:
    """Who tells how it was solved names other things as well, and asks about none of them."""
    if place.entry_id is None and place.question_id is None:
        return False
    follow = phrases.follow_up(text)
    return follow is not None and follow.kind is Follow.SOLVED


def choose(text: str, place: Dialogue, tx: Tx) -> Card | None:
    """第二个, 2 or the words of an option, typed instead of tapped; None if it is none of them."""
    question = questions.find(place.question_id or 0, place.chat_id, tx)
    if question is None:
        return None
    number, said = phrases.ordinal(text), phrases.bare(text)
    options = dialogue.options(place)
    for at, (label, ids) in enumerate(options, start=1):
        named = phrases.bare(label)
        if number == at or (said and (said in named or named in said) and number is None):
            entries = _published(ids, tx)
            note = (Step.CLARIFIED, place.open_id, tx)
            questions.note(*note, question=question.id, via="typed")
            return open_choice(entries, question, place, "typed", tx) if entries else None
    choices = dialogue.choices(place)
    if number is not None and number <= len(choices):
        entries = _published(choices[number - 1 : number], tx)
        return open_choice(entries, question, place, "typed", tx) if entries else None
    return None


def open_choice(
    entries: list[FaqEntry], question: Question, place: Dialogue, via: str, tx: Tx
) -> Card:
    """What was chosen: one entry is the answer, more are offered, and nothing is asked again."""
    who = place.open_id
    if len(entries) > 1:
        questions.note(Step.SHOWN_CHOICES, who, tx, question=question.id, via=via)
        dialogue.showed_choices(place, question, entries)
        return choices_card(show.choices(entries, question))
    questions.note(Step.CHOSE, who, tx, question=question.id, entry=entries[0].id, via=via)
    return show_entry(entries[0], question, place, via, tx)


def show_entry(
    entry: FaqEntry, question: Question | None, place: Dialogue, via: str, tx: Tx
) -> Card:
    card, verdict = danger.entry_card(entry, question, tx)
    step = Step.SHOWN_SAFETY if verdict is Gate.HELD else Step.SHOWN_ANSWER
    asked = question.id if question else 0
    questions.note(step, place.open_id, tx, question=asked, entry=entry.id, via=via)
    dialogue.showed_answer(place, question, entry)
    return card


def reject(question: Question, place: Dialogue, tx: Tx) -> Card:
    """None of what was shown fits."""
    questions.note(Step.NONE_OF_THESE, place.open_id, tx, question=question.id)
    failing.count(place)
    dialogue.showed_nothing(place, question)
    return failing.shown(not_found_card(show.not_found(question, tx)), place, tx)


def _published(ids: tuple[int, ...], tx: Tx) -> list[FaqEntry]:
    return [entry for number in ids if (entry := faq.by_id(number, tx)) is not None]


def _about(
    follow: FollowUp, entry: FaqEntry, question: Question | None, place: Dialogue, tx: Tx
) -> Card:
    if follow.kind is Follow.SOLVED:
        return _solved(entry, question, place, tx)
    if follow.kind in MOVES:
        return walking.show_step(entry, question, place.step + MOVES[follow.kind], place, tx)
    if follow.kind is Follow.STEP and follow.step <= len(walk(entry.answer).steps):
        return walking.show_step(entry, question, follow.step, place, tx)
    if follow.kind is Follow.AGAIN and place.step:
        return walking.show_step(entry, question, place.step, place, tx)
    if follow.kind in (Follow.STEP_FAILED, Follow.STILL) and (follow.step or place.step):
        card = walking.fail_step(entry, question, follow.step or place.step, place, tx)
        return failing.shown(card, place, tx)
    if follow.kind in (Follow.STEP_FAILED, Follow.STILL, Follow.WRONG):
        return unsolved(entry, question, place, tx)
    return show_entry(entry, question, place, "again", tx)


def _solved(entry: FaqEntry | None, question: Question | None, place: Dialogue, tx: Tx) -> Card:
    """Without an entry it is solved, but not by an answer of ours."""
    asked, answer = question.id if question else 0, entry.id if entry else None
    if answer is None or questions.verdict_on(asked, answer, tx) is not Step.SOLVED:
        note = (Step.SOLVED, place.open_id, tx)
        questions.note(*note, question=asked, entry=answer, via="typed")
    dialogue.succeeded(place)
    return talk_card("solved")


def unsolved(entry: FaqEntry, question: Question | None, place: Dialogue, tx: Tx) -> Card:
    """Said again it counts again: the person has tried once more."""
    asked = question.id if question else 0
    if questions.verdict_on(asked, entry.id, tx) is not Step.UNSOLVED:
        note = (Step.UNSOLVED, place.open_id, tx)
        questions.note(*note, question=asked, entry=entry.id, via="typed")
    failing.count(place)
    card, _ = danger.entry_card(entry, question, tx, feedback="unsolved")
    return failing.shown(card, place, tx)
