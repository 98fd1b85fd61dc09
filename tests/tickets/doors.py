"""A desk with its people, seen from the outside: what they type and press, and what they see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.desk import roster
from bot.feishu.port import CardMessage, ChatId, MessageId, Text
from models import Agent, AgentSkill, Duty, Person, SkillGroup, Ticket, TicketEvent, TicketLine
from tests.desk.talking import buttons, shown
from tests.furniture import Desk

CASHIER = "U0001"
GROUP = "G03"
HOME = "oc_home"
QUESTION = "92号枪一直跳枪怎么办"


@dataclass
class Doors:
    desk: Desk

    def who(self, person: str) -> str:
        """The open_id of a person of the sample; anybody else is known by theirs."""
        if person.startswith("ou_"):
            return person
        (found,) = self.desk.rows(select(Person.open_id).where(Person.id == person))
        return str(found)

    def say(self, text: str, *, by: str = CASHIER, chat: str = HOME, **more: Any) -> None:
        assert self.desk.pusher.say(text, sender=self.who(by), chat=chat, **more).status_code == 200
        self.desk.drain()

    def press(
        self,
        label: str,
        *,
        by: str = CASHIER,
        chat: str | None = None,
        form: dict[str, Any] | None = None,
        card: object = None,
    ) -> dict[str, Any]:
        """Press the newest button of that name the person sees; what comes back at once."""
        where = chat or (HOME if by == CASHIER else self.p2p(by))
        message_id, value = self.find(label, where, card)
        answer = self.desk.pusher.click(
            value, who=self.who(by), chat=where,
            message_id=message_id, form=form,
        )  # fmt: skip
        assert answer.status_code == 200
        found: dict[str, Any] = answer.json or {}
        if "card" in found:  # as Feishu does
            self.desk.feishu.update_card(MessageId(message_id), found["card"]["data"])
        self.desk.drain()
        return found

    def find(self, label: str, chat: str, card: object = None) -> tuple[str, dict[str, Any]]:
        for message_id, seen in reversed(list(self.messages(chat))):
            for text, value in buttons(card if card is not None else seen):
                if label in text:
                    return message_id, value
        raise AssertionError(f"nothing called {label} in {chat}")

    def messages(self, chat: str) -> Iterator[tuple[str, object]]:
        for said in self.desk.feishu.in_chat(ChatId(chat)):
            if said.sender is None:
                content = said.content
                shows = content.card if isinstance(content, CardMessage) else content
                yield said.message_id, shows.text if isinstance(shows, Text) else shows

    def sees(self, chat: str = HOME) -> str:
        """All that the bot has said there, as it looks now."""
        return "\n".join(shown(one) for _, one in self.messages(chat))

    def p2p(self, person: str) -> str:
        return f"oc_p2p_{self.who(person)}"

    def at_desk(self, person: str) -> str:
        return self.sees(self.p2p(person))

    @property
    def ticket(self) -> Ticket:
        return self.desk.rows(select(Ticket).order_by(Ticket.id.desc()))[0]

    @property
    def room(self) -> str:
        chat = self.ticket.chat_id
        assert chat is not None
        return chat

    @property
    def members(self) -> list[str]:
        return list(map(str, self.desk.feishu.chats[ChatId(self.room)].members))

    @property
    def state(self) -> str:
        return self.ticket.state.value

    def kinds(self) -> list[str]:
        wanted = select(TicketEvent).where(TicketEvent.ticket_id == self.ticket.id)
        return [e.kind.value for e in self.desk.rows(wanted.order_by(TicketEvent.seq))]

    def lines(self) -> list[tuple[str, str]]:
        wanted = select(TicketLine).where(TicketLine.ticket_id == self.ticket.id)
        return [(one.side, one.text) for one in self.desk.rows(wanted.order_by(TicketLine.id))]

    def only_on_duty(self, *people: str) -> None:
        with self.desk.uow() as tx:
            for person in tx.session.scalars(select(Agent.person_id)).all():
                roster.say_duty(person, Duty.ON if person in people else Duty.OFF, tx)

    def agents(self, group: str = GROUP, tier: int = 1) -> list[str]:
        wanted = (
            select(AgentSkill.person_id)
            .join(Agent, Agent.person_id == AgentSkill.person_id)
            .where(AgentSkill.group_code == group, Agent.tier == tier)
            .order_by(AgentSkill.level, AgentSkill.person_id)
        )
        return self.desk.rows(wanted)

    def give_chat(self, chat: str, group: str = GROUP) -> None:
        with self.desk.uow() as tx:
            tx.session.get_one(SkillGroup, group).chat_id = chat

    def ask_for_human(self, text: str = QUESTION) -> Ticket:
        """As U0001, of whom the desk knows the station: one tap."""
        self.say(text)
        self.say("转人工")
        return self.ticket

    def in_hand(self, text: str = QUESTION) -> str:
        """A ticket that somebody has accepted, with its group; who it is."""
        owner = self.agents()[0]
        self.only_on_duty(owner)
        self.ask_for_human(text)
        self.press("接单", by=owner)
        return owner
