"""The buttons of tickets: few kinds, each with what it is about; rights are asked of the desk."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from cards.action import Action

Deed = Literal[
    "show",
    "claim",
    "accept",
    "resume",
    "join",
    "deescalate",
    "confirm",
    "urge",
    "cancel",
    "faq",
]
Paper = Literal[
    "supplement",
    "reopen",
    "decline",
    "wait",
    "reply",
    "note",
    "transfer",
    "escalate",
    "resolve",
]
Level = Literal["good", "fair", "bad"]


@dataclass(frozen=True)
class OpenTicket(Action):
    """The intake form's own button; `attempt` counts how often the form was sent."""

    do: ClassVar[str] = "ticket.open"
    request: int
    attempt: int


@dataclass(frozen=True)
class TicketDo(Action):
    """Something that is done with one tap."""

    do: ClassVar[str] = "ticket.do"
    ticket: int
    deed: Deed


@dataclass(frozen=True)
class TicketAsk(Action):
    """Send me the form for it."""

    do: ClassVar[str] = "ticket.ask"
    ticket: int
    paper: Paper


@dataclass(frozen=True)
class TicketSubmit(Action):
    do: ClassVar[str] = "ticket.submit"
    ticket: int
    paper: Paper


@dataclass(frozen=True)
class RateTicket(Action):
    do: ClassVar[str] = "ticket.rate"
    ticket: int
    level: Level


@dataclass(frozen=True)
class SayWhy(Action):
    """Reasons and words beside a rating."""

    do: ClassVar[str] = "ticket.why"
    ticket: int


@dataclass(frozen=True)
class ShowQueue(Action):
    do: ClassVar[str] = "ticket.queue"


@dataclass(frozen=True)
class SayDuty(Action):
    do: ClassVar[str] = "ticket.duty"
    duty: Literal["on", "off"]


@dataclass(frozen=True)
class AnswerHandoff(Action):
    do: ClassVar[str] = "ticket.handoff"
    handoff: int
    answer: Literal["accept", "decline"]


TICKET_ACTIONS: tuple[type[Action], ...] = (
    OpenTicket,
    TicketDo,
    TicketAsk,
    TicketSubmit,
    RateTicket,
    SayWhy,
    ShowQueue,
    SayDuty,
    AnswerHandoff,
)
