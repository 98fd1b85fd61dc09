"""Doors between what people type or press and the rules of the desk: they translate and stop."""

from bot.desk.conversations import is_addressed
from bot.desk.knowledge import Knowledge
from bot.llm.assistant import Assistant
from bot.preparing import Preparing
from bot.router import Router
from handlers import (
    agents,
    bitable,
    browse,
    dialogue,
    digest,
    feedback,
    greeting,
    handover,
    learning,
    media,
    questions,
    reviews,
    ticket_clock,
    tickets,
)


def build(knowledge: Knowledge, assistant: Assistant | None = None) -> Router:
    router = Router(is_addressed)
    preparing = Preparing(knowledge, assistant)
    router.on_prepare(preparing)
    greeting.register(router)
    browse.register(router)
    handover.register(router)
    # First: in a ticket's group, and where a human has the word, nothing else is meant.
    tickets.register(router)
    agents.register(router)
    feedback.register(router)
    bitable.register(router)
    reviews.register(router, knowledge)
    media.register(router, knowledge, preparing)
    questions.register(router, knowledge)
    dialogue.register(router, knowledge)
    learning.register(router, knowledge)
    digest.register(router, knowledge)
    ticket_clock.register(router)
    return router
