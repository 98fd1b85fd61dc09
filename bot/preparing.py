"""What a question is given before its unit of work: vectors, other words, a draft.

All of it is only a help: what takes too long, fails or may not be asked is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk import conversations, faq, silence
from bot.desk.assisted import Help
from bot.desk.knowledge import Knowledge
from bot.desk.safety import judge, mentions
from bot.desk.safety_rules import shipped
from bot.feishu.events import Incoming, Message
from bot.internal import Internal
from bot.llm.assistant import MOST_ENTRIES, Assistant
from bot.matching.port import FaqText, Match, Verdict
from bot.router import command_of
from models import FaqEntry, Safety


class Preparing:
    """Without an assistant nothing leaves the house."""

    def __init__(self, knowledge: Knowledge, assistant: Assistant | None = None) -> None:
        self._knowledge = knowledge
        self._assistant = assistant

    def __call__(self, incoming: Incoming | Internal) -> Help | None:
        if not isinstance(incoming, Message) or not incoming.text or command_of(incoming.text):
            return None
        with self._knowledge.uow.reading() as tx:
            if not conversations.is_addressed(incoming, tx):
                return None
        return self.words(incoming.text, incoming.chat_id)

    def words(self, text: str, chat_id: str) -> Help | None:
        """For whoever will ask these words in that chat."""
        self._knowledge.prepare(text)
        if self._assistant is None or not self._may_be_told(text, chat_id):
            return None
        match, _ = self._knowledge.match(text)
        if match.verdict is Verdict.ANSWER:
            return None
        until = self._assistant.deadline()
        rewritten = self._assistant.rewrite(text, until=until)
        if rewritten is not None and _is_dangerous(rewritten):
            return None
        found = [match]
        if rewritten is not None:
            self._knowledge.prepare(rewritten)
            found.insert(0, self._knowledge.match(rewritten)[0])
            if found[0].verdict is Verdict.ANSWER:
                return Help(text, rewritten)
        draft = self._assistant.draft(rewritten or text, self._entries(found), until=until)
        if draft is not None and _is_dangerous(draft.text):
            draft = None
        return Help(text, rewritten, draft) if rewritten or draft else None

    def _may_be_told(self, text: str, chat_id: str) -> bool:
        if _is_dangerous(text):
            return False
        with self._knowledge.uow.reading() as tx:
            return not silence.human_speaks(chat_id, tx)

    def _entries(self, found: Sequence[Match]) -> list[FaqText]:
        """The best of all searches, without those that speak of danger."""
        codes = dict.fromkeys(
            candidate.code for match in found for candidate in match.candidates[:MOST_ENTRIES]
        )
        with self._knowledge.uow.reading() as tx:
            entries = faq.by_codes(codes, tx)
            return [faq.as_text(entry) for entry in entries if _is_harmless(entry)][:MOST_ENTRIES]


def _is_dangerous(text: str) -> bool:
    """Whatever the gate may hold: it is decided before anything is known of an entry."""
    danger = judge(text, shipped())
    return danger.alarm is not None or bool(danger.topics)


def _is_harmless(entry: FaqEntry) -> bool:
    return entry.safety is Safety.NORMAL and not mentions(entry.question, shipped())
