"""What a question is given before its unit of work: vectors, other words, a draft.

All of it is only a help: what takes too long, fails or may not be asked is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk import bursts, conversations, danger, faq, phrases, silence
from bot.desk.assisted import Help
from bot.desk.knowledge import Knowledge
from bot.desk.questions import Asked
from bot.desk.safety import NO_DANGER, mentions
from bot.feishu.events import Incoming, Message
from bot.internal import Internal
from bot.llm.assistant import MOST_ENTRIES, Assistant
from bot.matching.port import FaqText, Match, Verdict
from bot.router import command_of
from bot.unit_of_work import Tx
from models import Safety


class Preparing:
    """Without an assistant nothing leaves the house."""

    def __init__(self, knowledge: Knowledge, assistant: Assistant | None = None) -> None:
        self._knowledge = knowledge
        self._assistant = assistant

    def __call__(self, incoming: Incoming | Internal) -> Help | None:
        with self._knowledge.uow.reading() as tx:
            asked = self._asked(incoming, tx)
        return self.words(asked.text, asked.chat_id) if asked is not None else None

    def words(self, text: str, chat_id: str) -> Help | None:
        """For whoever will ask these words in that chat."""
        self._knowledge.prepare(text)
        if self._assistant is None or _needs_no_help(text) or not self._may_be_told(text, chat_id):
            return None
        match, _ = self._knowledge.match(text)
        if match.verdict is Verdict.ANSWER:
            return None
        until = self._assistant.deadline()
        rewritten = self._assistant.rewrite(text, until=until)
        if rewritten is not None and not self._may_be_told(rewritten, chat_id):
            return None
        found = [match]
        if rewritten is not None:
            self._knowledge.prepare(rewritten)
            found.insert(0, self._knowledge.match(rewritten)[0])
            if found[0].verdict is Verdict.ANSWER:
                return Help(text, rewritten)
        draft = self._assistant.draft(rewritten or text, self._entries(found), until=until)
        if draft is not None and not self._may_be_told(draft.text, chat_id):
            draft = None
        return Help(text, rewritten, draft) if rewritten or draft else None

    def _asked(self, incoming: Incoming | Internal, tx: Tx) -> Asked | None:
        """The words that a rule is about to ask, if it is."""
        if isinstance(incoming, Internal):
            return bursts.due(incoming, tx) if incoming.name == bursts.DUE else None
        if not isinstance(incoming, Message) or not incoming.text or command_of(incoming.text):
            return None
        if incoming.resources or not conversations.is_addressed(incoming, tx):
            return None
        return bursts.told(_asked_by(incoming), self._knowledge, tx)

    def _may_be_told(self, text: str, chat_id: str) -> bool:
        """Whatever the gate may hold is not: decided before anything is known of an entry."""
        with self._knowledge.uow.reading() as tx:
            return danger.of(text, tx) == NO_DANGER and not silence.human_speaks(chat_id, tx)

    def _entries(self, found: Sequence[Match]) -> list[FaqText]:
        """The best of all searches, without those that speak of danger."""
        codes = dict.fromkeys(
            candidate.code for match in found for candidate in match.candidates[:MOST_ENTRIES]
        )
        with self._knowledge.uow.reading() as tx:
            rules = danger.rules(tx)
            harmless = [
                faq.as_text(entry)
                for entry in faq.by_codes(codes, tx)
                if entry.safety is Safety.NORMAL and not mentions(entry.question, rules)
            ]
        return harmless[:MOST_ENTRIES]


def _asked_by(message: Message) -> Asked:
    who = (message.chat_id, message.sender, message.group, message.message_id)
    return Asked(*who, message.text)


def _needs_no_help(text: str) -> bool:
    """What is no question of the FAQ's, as far as the words alone tell."""
    return (
        phrases.talk(text) is not None
        or phrases.is_wish_for_human(text)
        or phrases.follow_up(text) is not None
        or phrases.ordinal(text) is not None
        or phrases.outside(text) is not None
    )
