"""From the wish for a human to the ticket: only what nobody knows yet is asked for, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select

from bot import timers
from bot.desk import handover, questions
from bot.desk.tickets import faces, opening
from bot.desk.tickets.opening import Intake
from bot.desk.tickets.people import DESK, actor
from bot.feishu.port import Card
from bot.internal import Internal
from bot.unit_of_work import Tx
from cards.ticket_forms import STATION, TEXT, IntakeView, intake_card
from cards.words import ticket_forms as asks
from cards.words import tickets as say
from models import (
    FaceKind,
    HandoverRequest,
    HandoverStatus,
    Question,
    Station,
    Step,
    Ticket,
)
from models.ticket_state import OPEN

UNANSWERED = "ticket.intake"
# Who does not fill in the form still wants a human.
WAIT_FOR_FORM = timedelta(minutes=5)
LONGEST = 2000


@dataclass(frozen=True)
class Asked:
    """`card` is to be shown to the person; None where the ticket's own card was sent instead."""

    card: Card | None
    new: bool
    ticket: Ticket | None = None


def ask(chat_id: str, who: str, question: Question | None, tx: Tx) -> Asked:
    """A ticket at once where all is known, the form for what is missing, or what is open."""
    tx.alone("handover", chat_id, who)
    current = open_of(who, tx)
    if current is not None:
        return Asked(faces.card_of(current, FaceKind.USER, tx), False, current)
    request, new = handover.ask_for_human(chat_id, who, question, tx)
    if new:
        questions.note(Step.HUMAN, who, tx, question=question.id if question else 0)
    text = handover.words_of(request, tx) or ""
    intake = Intake(text=text, station_code=station_of(who, tx))
    missing = opening.missing(intake, who, tx)
    if not missing:
        return Asked(None, True, _open(request, intake, tx))
    if new:
        event = Internal(UNANSWERED, chat_id, {"request": request.id})
        timers.set_timer(f"intake:{request.id}", tx.now + WAIT_FOR_FORM, event, tx)
    view = IntakeView(request.id, request.number, missing, text, again=not new)
    return Asked(intake_card(view), new)


def submit(
    request_id: int, attempt: int, form: dict[str, object], who: str, tx: Tx
) -> Ticket | IntakeView | None:
    """The ticket, or the form once more with what is wrong; None if it is not theirs to send.

    A station that can't be found is asked for a second time and no third: a human will know.
    """
    request = tx.session.get(HandoverRequest, request_id, with_for_update=True)
    if request is None or request.open_id != who:
        return None
    known = ticket_of(request, tx)
    if known is not None:
        return known
    before = handover.words_of(request, tx) or ""
    text = _text(form.get(TEXT)) or before
    said = _text(form.get(STATION))[:60]
    station = station_of(who, tx) or (find_station(said, tx) if said else None)
    missing = opening.missing(Intake(text=text, station_code=station), who, tx)
    if missing and not attempt:
        fault = asks.NO_STATION if "station_code" in missing else asks.NO_TEXT
        wanted = tuple(dict.fromkeys([*missing, "text"] if TEXT in form else missing))
        return IntakeView(request.id, request.number, wanted, text, said, attempt + 1, fault=fault)
    fields = {"station_said": said} if said and station is None else {}
    return _open(request, Intake(text=text, station_code=station, fields=fields), tx)


def open_unanswered(request_id: int, tx: Tx) -> Ticket | None:
    """Nobody filled in the form: what is known has to do."""
    request = tx.session.get(HandoverRequest, request_id, with_for_update=True)
    if request is None or request.status is not HandoverStatus.WAITING:
        return None
    station = station_of(request.open_id, tx)
    text = handover.words_of(request, tx) or say.NOTHING_WRITTEN
    return _open(request, Intake(text=text, station_code=station), tx)


def open_of(who: str, tx: Tx) -> Ticket | None:
    """The person's newest open ticket."""
    mine = select(Ticket).where(Ticket.requester == who, Ticket.state.in_(OPEN))
    return tx.session.scalar(mine.order_by(Ticket.id.desc()).limit(1))


def ticket_of(request: HandoverRequest, tx: Tx) -> Ticket | None:
    return tx.session.scalar(select(Ticket).where(Ticket.handover_id == request.id))


def station_of(who: str, tx: Tx) -> str | None:
    """By the roster of stations, or as the person told us the last time."""
    known = opening.station_of(who, tx)
    if known is not None:
        return known
    told = select(Ticket.station_code).where(
        Ticket.requester == who, Ticket.station_code.is_not(None)
    )
    return tx.session.scalar(told.order_by(Ticket.id.desc()).limit(1))


def find_station(said: str, tx: Tx) -> str | None:
    """By its code or name; half a name counts where it means one station only."""
    bare = "".join(said.split())
    exact = select(Station.code).where(
        or_(Station.code == bare.upper(), Station.name.in_((bare, f"{bare}站")))
    )
    found = list(tx.session.scalars(exact.limit(2)))
    if not found:
        part = Station.name.contains(bare.removesuffix("站"), autoescape=True)
        found = list(tx.session.scalars(select(Station.code).where(part).limit(2)))
    return found[0] if len(found) == 1 else None


def _open(request: HandoverRequest, intake: Intake, tx: Tx) -> Ticket:
    by = actor(request.open_id, tx) if request.open_id else DESK
    timers.cancel(f"intake:{request.id}", tx)
    opened = opening.open_from_handover(request, intake, by, tx)
    ticket = opened.ticket
    faces.show_once(ticket, FaceKind.USER, ticket.origin_chat_id, tx)
    if opened.duplicates:
        numbers = [one.number for one in opened.duplicates]
        to = faces.address(ticket.origin_chat_id)
        tx.say(to.kind, to.id, say.perhaps_the_same(numbers), lane=to.id)
    return ticket


def _text(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    return text.encode("utf-8", "replace").decode().replace("\0", "")[:LONGEST]
