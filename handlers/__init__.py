"""Doors between what people type or press and the rules of the desk: they translate and stop."""

from bot.desk.conversations import is_addressed
from bot.desk.knowledge import Knowledge
from bot.router import Router
from handlers import browse, feedback, greeting, handover, learning, media, questions


def build(knowledge: Knowledge) -> Router:
    router = Router(is_addressed)
    greeting.register(router)
    browse.register(router)
    handover.register(router)
    feedback.register(router)
    media.register(router, knowledge)
    questions.register(router, knowledge)
    learning.register(router, knowledge)
    return router
