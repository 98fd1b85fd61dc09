"""Rows into the frozen views that cards are drawn from."""

from __future__ import annotations

from collections.abc import Iterable

from bot.desk import attachments, catalogue, faq
from bot.desk.steps import walk
from bot.unit_of_work import Tx
from cards import words
from cards.answer import AnswerView, Feedback
from cards.browse import CategoryCount, CategoryPage
from cards.choices import Choice, ChoicesView
from cards.not_found import NotFoundView
from cards.steps import StepView
from cards.welcome import WelcomeView
from models import FaqEntry, Question


def answer(
    entry: FaqEntry,
    question: Question | None,
    tx: Tx,
    *,
    feedback: Feedback = "none",
    caution: bool = False,
) -> AnswerView:
    return AnswerView(
        entry=entry.id,
        question=question.id if question else 0,
        code=entry.code,
        title=entry.question,
        answer=entry.answer,
        category=entry.category,
        updated_on=entry.updated_at.astimezone(words.SHANGHAI).date(),
        related=as_choices(faq.by_codes(entry.related, tx)),
        feedback=feedback,
        asked=question.text if question else None,
        walkable=walk(entry.answer).is_worth_it,
        caution=caution,
        pictures=attachments.pictures(entry, tx),
        expired=entry.valid_until is not None and entry.valid_until <= tx.now,
    )


def step(
    entry: FaqEntry, question: Question | None, number: int, *, caution: bool = False
) -> StepView:
    """The step nearest to the one asked for: the entry may have been changed since."""
    whole = walk(entry.answer)
    at = max(1, min(number, len(whole.steps)))
    return StepView(
        question=question.id if question else 0,
        entry=entry.id,
        title=entry.question,
        step=at,
        steps=len(whole.steps),
        text=whole.steps[at - 1],
        care=whole.care,
        handover=whole.handover,
        instead=whole.instead(at),
        caution=caution,
    )


def choices(entries: list[FaqEntry], question: Question) -> ChoicesView:
    return ChoicesView(question.id, question.text, as_choices(entries))


def not_found(question: Question, tx: Tx) -> NotFoundView:
    return NotFoundView(question.id, question.text, as_choices(catalogue.hot(tx, limit=3)))


def welcome(name: str | None, tx: Tx) -> WelcomeView:
    return WelcomeView(name, category_counts(tx), as_choices(catalogue.hot(tx)))


def category_counts(tx: Tx) -> tuple[CategoryCount, ...]:
    return _counts(catalogue.categories(tx))


def category_page(category: str, page: int, tx: Tx) -> CategoryPage:
    """The page nearest to the one asked for: entries may have been archived since."""
    entries, total = catalogue.category_page(category, page, tx)
    pages = max(1, -(-total // catalogue.PAGE))
    if not entries and total:
        page = pages
        entries, total = catalogue.category_page(category, page, tx)
    inside = _counts(catalogue.categories(tx, category))
    return CategoryPage(category, page, pages, total, as_choices(entries), inside)


def _counts(found: list[tuple[str, int]]) -> tuple[CategoryCount, ...]:
    return tuple(CategoryCount(name, count) for name, count in found)


def as_choices(entries: Iterable[FaqEntry]) -> tuple[Choice, ...]:
    return tuple(Choice(entry.id, entry.question, entry.category) for entry in entries)
