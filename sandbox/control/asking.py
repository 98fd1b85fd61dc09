"""Reading what the page and the tests ask."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.core import Sandbox
from sandbox.state.chats import Chat
from sandbox.state.messages import Message
from sandbox.state.people import Person

BOX = web.AppKey("box", Sandbox)
Json = dict[str, Any]


class Wrong(ValueError):
    """What was asked makes no sense; answered with HTTP 400 and `error`."""


class Ask:
    """A request of the control API."""

    def __init__(self, request: web.Request, body: Json) -> None:
        self.request = request
        self.body = body
        self.box = request.app[BOX]
        self.world = self.box.world

    def person(self) -> Person:
        open_id = self.body.get("as") or self.request.query.get("as", "")
        person = self.world.people.get(open_id)
        if person is None:
            raise Wrong(f"nobody has the open_id {open_id!r}; see /__sandbox/people")
        return person

    def chat(self, person: Person) -> Chat:
        chat_id = self.request.match_info["chat_id"]
        if chat_id == self.world.chats.p2p_id(person.open_id):
            return self.world.p2p(person.open_id)
        chat = self.world.chats.get(chat_id)
        if chat is None or not chat.has(person.open_id):
            raise Wrong(f"{person.name} is not in the chat {chat_id}")
        return chat

    def message(self, person: Person, message_id: str | None = None) -> Message:
        wanted = message_id or self.text("message_id")
        message = self.world.messages.get(wanted)
        chat = self.world.chats.get(message.chat_id) if message else None
        if message is None or chat is None or not chat.has(person.open_id):
            raise Wrong(f"{person.name} sees no message {wanted}")
        if not message.is_seen_by(person.open_id):
            raise Wrong(f"{person.name} sees no message {wanted}")
        return message

    def text(self, name: str, default: str | None = None) -> str:
        value = self.body.get(name, default)
        if not isinstance(value, str) or (not value and default is None):
            raise Wrong(f"{name} must be a string")
        return value

    def texts(self, name: str) -> list[str]:
        value = self.body.get(name) or []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise Wrong(f"{name} must be a list of strings")
        return value

    def object(self, name: str) -> Json:
        value = self.body.get(name)
        if not isinstance(value, dict):
            raise Wrong(f"{name} must be an object")
        return value

    def flag(self, name: str, default: bool) -> bool:
        value = self.body.get(name, default)
        if not isinstance(value, bool):
            raise Wrong(f"{name} must be true or false")
        return value


Answer = Callable[[Ask], Any]
AioHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def answer_json(body: Any, status: int = 200) -> web.Response:
    return web.Response(
        body=json.dumps(body, ensure_ascii=False).encode(),
        status=status,
        content_type="application/json",
        charset="utf-8",
    )


def wrap(answer: Answer) -> AioHandler:
    """A control call: JSON in, JSON out, HTTP 400 with a reason."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            result = answer(Ask(request, await _body(request)))
            if isinstance(result, Awaitable):
                result = await result
        except ValueError as wrong:  # Wrong, BadFault, NotClickable, NoSuchComponent
            return answer_json({"error": str(wrong)}, status=400)
        return result if isinstance(result, web.StreamResponse) else answer_json(result)

    return handle


async def _body(request: web.Request) -> Json:
    if request.method == "GET" or request.content_type.startswith("multipart/"):
        return {}
    raw = await request.read()
    if not raw:
        return {}
    body = json.loads(raw)
    if not isinstance(body, dict):
        raise Wrong("the body must be a JSON object")
    return body
