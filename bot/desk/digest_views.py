"""From a digest's rows to what its cards show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from bot.desk import digest_draft
from bot.figures.count import Window
from bot.figures.weekly import METRICS
from bot.unit_of_work import Tx
from cards.digest import (
    CaseLine,
    DigestView,
    Effect,
    EffectLine,
    FigureLine,
    ProductLine,
    TopicLine,
    cases_card,
    managers_card,
    product_card,
    stations_card,
)
from cards.digest_preview import Delivered, PreviewView, intro_card, preview_card
from cards.kit import Card
from models import (
    Audience,
    Digest,
    DigestDelivery,
    DigestRecipient,
    DigestTopic,
    Feedback,
    FeedbackKind,
    FeedbackVote,
    Outcome,
    Question,
    Ticket,
)

UNITS = {metric.key: metric.unit for metric in METRICS}
MOST_CASES = 12
CARDS: dict[Audience, Callable[[DigestView], Card]] = {
    Audience.STATIONS: stations_card,
    Audience.MANAGERS: managers_card,
    Audience.PRODUCT: product_card,
}


def card_of(digest: Digest, audience: Audience, tx: Tx) -> Card:
    return CARDS[audience](view(digest, tx))


def preview(digest: Digest, tx: Tx) -> Card:
    return preview_card(_preview(digest, tx))


def intro_form(digest: Digest, tx: Tx) -> Card:
    return intro_card(_preview(digest, tx))


def _preview(digest: Digest, tx: Tx) -> PreviewView:
    return PreviewView(
        digest=view(digest, tx),
        state=digest.state.value,
        planned_at=digest.planned_at,
        delivered=delivered(digest, tx),
    )


def view(digest: Digest, tx: Tx) -> DigestView:
    figures = digest.figures
    return DigestView(
        id=digest.id,
        first=digest.first,
        last=digest.last,
        intro=digest.intro,
        topics=tuple(_topic(one) for one in digest_draft.topics_of(digest, tx)),
        figures=tuple(_figure(key, figures) for key in figures.get("values", {})),
        weeks=tuple((str(w), int(o), int(s)) for w, o, s in figures.get("weeks", ())),
        regions=tuple((str(name), int(many)) for name, many in figures.get("regions", ())),
        stations=tuple((str(name), int(many)) for name, many in figures.get("stations", ())),
        effect=_effect(digest.effect),
        product=_product(digest, tx),
    )


def delivered(digest: Digest, tx: Tx) -> Delivered:
    from bot.desk import digest_send

    rows = tx.session.execute(
        select(DigestRecipient.outcome, func.count())
        .where(DigestRecipient.digest_id == digest.id)
        .group_by(DigestRecipient.outcome)
    )
    outcomes: dict[Outcome, int] = {outcome: many for outcome, many in rows}  # noqa: C416
    reached, read = tx.session.execute(
        select(func.sum(DigestDelivery.reached), func.sum(DigestDelivery.read)).where(
            DigestDelivery.digest_id == digest.id
        )
    ).one()
    opted = outcomes.get(Outcome.OPTED_OUT, 0)
    return Delivered(
        people=sum(outcomes.values()) - opted,
        sent=outcomes.get(Outcome.SENT, 0),
        reached=reached or 0,
        read=read or 0,
        unreachable=outcomes.get(Outcome.UNREACHABLE, 0),
        unknown=outcomes.get(Outcome.UNKNOWN, 0),
        opted_out=opted,
        without=digest_send.without_account(digest, tx),
        recallable=digest.recalled_at is None,
    )


def cases(digest: Digest, position: int, tx: Tx) -> Card | None:
    """What a topic is made of, private numbers masked."""
    from bot.llm.masking import masked

    topic = tx.session.get(DigestTopic, (digest.id, position))
    if topic is None:
        return None
    lines = []
    for key in topic.cases[:MOST_CASES]:
        number = int(key[1:])
        if key.startswith("t") and (ticket := tx.session.get(Ticket, number)) is not None:
            text = masked(ticket.description or ticket.title)
            lines.append(CaseLine(ticket.number, text, ticket.station_code or ""))
        elif key.startswith("q") and (asked := tx.session.get(Question, number)) is not None:
            lines.append(CaseLine(f"Q{asked.id:06d}", masked(asked.text), ""))
    return cases_card(topic.name, lines, max(len(topic.cases) - MOST_CASES, 0))


def _topic(topic: DigestTopic) -> TopicLine:
    return TopicLine(
        position=topic.position,
        name=topic.name,
        count=topic.count,
        stations=topic.stations,
        before=topic.before,
        entry=topic.entry_id or 0,
        known_issue=topic.known_issue,
    )


def _figure(key: str, figures: dict[str, Any]) -> FigureLine:
    return FigureLine(key, UNITS[key], figures["values"][key], figures["baseline"].get(key))


def _effect(effect: dict[str, Any]) -> Effect | None:
    if not effect:
        return None
    return Effect(
        week=effect["week"],
        told=effect["told"],
        not_told=effect["not_told"],
        lines=tuple(
            EffectLine(
                one["name"],
                (one["told"][0], one["told"][1]),
                (one["not_told"][0], one["not_told"][1]),
            )
            for one in effect["topics"]
        ),
    )


def _product(digest: Digest, tx: Tx) -> tuple[ProductLine, ...]:
    """Defects, wishes and what has no answer, by stations: who wrote it and who joined in."""
    from bot.llm.masking import masked

    window = Window(digest.first, digest.last)
    voted = (
        select(FeedbackVote.feedback_id.label("id"), FeedbackVote.station_code.label("station"))
        .union(select(Feedback.id, Feedback.station_code))
        .subquery()
    )
    stations = func.count(func.distinct(voted.c.station))
    recent = select(FeedbackVote.feedback_id).where(
        FeedbackVote.at >= window.start, FeedbackVote.at < window.end
    )
    rows = tx.session.execute(
        select(Feedback.description, Feedback.kind, stations)
        .join(voted, voted.c.id == Feedback.id)
        .where(
            Feedback.kind.in_((FeedbackKind.DEFECT, FeedbackKind.WISH, FeedbackKind.ADVICE)),
            Feedback.merged_into.is_(None),
            ((Feedback.created_at >= window.start) & (Feedback.created_at < window.end))
            | Feedback.id.in_(recent),
        )
        .group_by(Feedback.id, Feedback.description, Feedback.kind)
    )
    lines = [ProductLine(masked(text), kind.value, many) for text, kind, many in rows]
    lines += [
        ProductLine(topic.name, "topic", topic.stations)
        for topic in digest_draft.topics_of(digest, tx)
        if topic.entry_id is None or topic.known_issue
    ]
    return tuple(sorted(lines, key=lambda one: (-one.stations, one.kind, one.text)))
