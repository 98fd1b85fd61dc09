"""The live card of a ticket: one renderer for who asked, the ticket's group, and the desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cards import words
from cards.kit import (
    Card,
    Colour,
    Confirm,
    Part,
    TagColour,
    button,
    button_rows,
    card,
    cut,
    hr,
    markdown,
    note,
    one_line,
    panel,
    plain,
    tag,
)
from cards.ticket_actions import Deed, Paper, TicketAsk, TicketDo
from cards.words import ticket_forms as asks
from cards.words import tickets as say

Face = Literal["user", "room", "desk"]
LINE_CHARACTERS = 120
TEXT_CHARACTERS = 400
MOST_LINES = 12
COLOURS: dict[str, Colour] = {
    "resolved": "green",
    "closed": "grey",
    "cancelled": "grey",
    "merged": "grey",
    "escalated": "red",
    "in_progress": "blue",
    "waiting_user": "orange",
}
URGENT: dict[str, TagColour] = {"P1": "red", "P2": "orange"}


@dataclass(frozen=True)
class ExpertView:
    name: str
    tier: int
    here: bool


@dataclass(frozen=True)
class LineView:
    """One thing said, or tried by the bot: then `text` is what it tried it with."""

    side: str
    author: str
    text: str


@dataclass(frozen=True)
class Packet:
    """What a colleague needs so that nothing is asked twice; only the desk sees it."""

    lines: tuple[LineView, ...] = ()
    pictures: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    same_station: tuple[tuple[str, str], ...] = ()
    similar: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class TicketView:
    """`asker`, `owner` are names; `has_room` says whether its group is there."""

    id: int
    number: str
    state: str
    priority: str
    title: str
    description: str
    category: str
    group: str
    station: str
    asker: str
    owner: str
    experts: tuple[ExpertView, ...]
    opened_at: datetime
    due_at: datetime | None
    tier: int
    accepted: bool
    has_room: bool
    ahead: int = 0
    minutes: int | None = None
    opens_at: datetime | None = None
    on_duty: int = 1
    cause: str = ""
    solution: str = ""
    rated: str = ""
    packet: Packet = Packet()


def ticket_card(view: TicketView, face: Face, *, headline: str = "") -> Card:
    """`headline` is why it is shown now, where it is shown for a reason."""
    state = say.state(view.state, user=face == "user")
    title = headline or say.headline(view.number, state)
    return card(
        *_lead(view, face),
        plain(cut(view.description or say.NOTHING_WRITTEN, TEXT_CHARACTERS)),
        *_who(view, face),
        note(say.since_line(view.opened_at, view.due_at if face == "desk" else None)),
        *_solution(view),
        *(_packet(view.packet) if face == "desk" else []),
        *_buttons(view, face),
        title=title,
        subtitle=say.headline(view.number, state) if headline else view.category or None,
        colour=COLOURS.get(view.state, "orange"),
        tags=[tag(view.priority, URGENT.get(view.priority, "neutral"))] if face != "user" else (),
        icon="workorder_outlined",
        summary=f"{title} {view.title}",
    )


def _lead(view: TicketView, face: Face) -> list[Part]:
    if face == "room":
        return [note(say.WELCOME_ROOM)]
    if face == "desk" or view.state not in ("new", "queued", "assigned"):
        room = face == "user" and view.has_room and view.state in ("in_progress", "escalated")
        return [plain(say.IN_ROOM)] if room else []
    waits = say.queue_line(view.ahead, view.minutes, view.opens_at, view.on_duty)
    return [
        markdown(f"**{words.HANDOVER_TITLE}**"),
        plain(waits),
        note(say.NEXT_USER),
        plain(say.DANGER, icon="warning_filled", colour="red"),
    ]


def _who(view: TicketView, face: Face) -> list[Part]:
    lines = []
    if face != "user":
        lines += [one_line(" ".join(filter(None, (view.station, view.asker))))]
        lines += [view.group] if not view.owner else []
    if view.owner:
        lines.append(say.owner_line(view.owner))
    if view.experts:
        shown = [say.expert(one.name, one.tier, one.here) for one in view.experts]
        lines.append(say.experts_line(shown))
    return [plain(line) for line in lines if line]


def _solution(view: TicketView) -> list[Part]:
    if not view.solution:
        return []
    return [hr(), plain(say.solution_line(view.cause, cut(view.solution, TEXT_CHARACTERS)))]


def _packet(packet: Packet) -> list[Part]:
    said = [_line(one) for one in packet.lines[-MOST_LINES:]]
    pictures = [say.picture_line(*one) for one in packet.pictures]
    facts = ["，".join(f"{say.FACTS[name]} {value}" for name, value in packet.facts)]
    parts = []
    for title, lines in (
        (say.PACKET, said),
        (say.PICTURES, pictures),
        (say.STATION_FACTS, facts if packet.facts else []),
        (say.SAME_STATION, [" ".join(one) for one in packet.same_station]),
        (say.SIMILAR, ["\n".join(one) for one in packet.similar]),
    ):
        if lines:
            shown = (plain(cut(line, LINE_CHARACTERS)) for line in lines)
            parts.append(panel(f"{title}（{len(lines)}）", *shown))
    return parts


def _line(one: LineView) -> str:
    if one.side == "bot" or one.text.partition(" ")[0] in say.TRIED:
        step, _, title = one.text.partition(" ")
        return say.line(one.side, one.author, say.tried(step, title))
    return say.line(one.side, one.author, one.text)


def _buttons(view: TicketView, face: Face) -> list[Part]:
    if face == "user":
        return _user_buttons(view)
    return _desk_buttons(view, face)


def _user_buttons(view: TicketView) -> list[Part]:
    if view.state in ("closed", "cancelled", "merged"):
        return [note(asks.rated(view.rated))] if view.rated else []
    if view.state == "resolved":
        return button_rows([_do(view, "confirm", say.CONFIRM), _ask(view, "reopen", say.REOPEN)])
    cancel = button(
        say.CANCEL,
        TicketDo(view.id, "cancel"),
        confirm=Confirm(say.CANCEL_TITLE, say.CANCEL_TEXT),
    )
    urge = _do(view, "urge", say.URGE)
    return button_rows([urge, _ask(view, "supplement", say.SUPPLEMENT), cancel])


def _desk_buttons(view: TicketView, face: Face) -> list[Part]:
    if view.state in ("new", "queued"):
        claim = button(say.CLAIM, TicketDo(view.id, "claim"), style="primary")
        return button_rows([claim, _ask(view, "transfer", say.TRANSFER)])
    if view.state in ("closed", "resolved"):
        both = [_do(view, "faq", say.TO_FAQ)] if view.solution else []
        if view.state == "resolved" and face == "room":
            user = [_do(view, "confirm", say.CONFIRM), _ask(view, "reopen", say.REOPEN)]
            return button_rows([*user, *both])
        return button_rows(both)
    if view.state in ("cancelled", "merged"):
        return []
    if not view.accepted:
        accept = button(say.ACCEPT, TicketDo(view.id, "accept"), style="primary")
        return button_rows([accept, _ask(view, "decline", say.DECLINE)])
    notes = [_ask(view, "note", say.NOTE)] if face == "desk" else []
    return button_rows([*_working(view), *notes])


def _working(view: TicketView) -> list[Part]:
    done = button(say.RESOLVE, TicketAsk(view.id, "resolve"), style="primary")
    waits = view.state == "waiting_user"
    parts = [done, _do(view, "resume", say.RESUME) if waits else _ask(view, "wait", say.WAIT)]
    if view.tier > 1:
        parts += [_do(view, "join", say.JOIN), _do(view, "deescalate", say.DEESCALATE)]
    parts += [_ask(view, "escalate", say.ESCALATE), _ask(view, "transfer", say.TRANSFER)]
    return parts if view.has_room else [*parts, _ask(view, "reply", say.REPLY)]


def _do(view: TicketView, deed: Deed, label: str) -> Part:
    return button(label, TicketDo(view.id, deed))


def _ask(view: TicketView, paper: Paper, label: str) -> Part:
    return button(label, TicketAsk(view.id, paper))
