"""Messages: send, reply, edit, update cards, recall, read."""

from sandbox.acts import messages as acts
from sandbox.api.answers import Json, Refused, ok, wrong_field
from sandbox.api.call import Call, Route
from sandbox.api.content import parse_content
from sandbox.api.forwards import forward
from sandbox.api.message_views import message_item
from sandbox.api.paging import page_of
from sandbox.api.rights import check_group_reading
from sandbox.api.sending import create, reply
from sandbox.api.targets import message_of, person_by, take_target
from sandbox.cards.checker import is_v2, may_be_updated
from sandbox.state.messages import Message

FORTNIGHT_MS = 14 * 24 * 3600 * 1000
WEEK_MS = FORTNIGHT_MS // 2
RECALL_MS = 24 * 3600 * 1000  # the administrator's window; one day is Feishu's default
MOST_EDITS = 20


def edit(call: Call) -> Json:
    """PUT: text and post only; cards are changed with PATCH."""
    message = message_of(call)
    msg_type = call.text("msg_type", required=True)
    raw = call.text("content", required=True)
    if message.recalled:
        raise Refused(230011)
    if message.sender_kind != "bot":
        raise Refused(230071)
    if msg_type not in ("text", "post") or message.msg_type not in ("text", "post"):
        raise Refused(230001, ext="only text and post can be edited")
    if message.edits >= MOST_EDITS:
        raise Refused(230072)
    content = parse_content(call.box, msg_type, raw)
    message.msg_type = msg_type
    acts.edit(call.box, message, content.content, content.mentions)
    return ok(message_item(call.world, message))


def patch(call: Call) -> Json:
    message = message_of(call)
    raw = call.text("content", required=True)
    _check_patchable(call, message)
    content = parse_content(call.box, "interactive", raw)
    card, old = content.card, message.card
    if card is None or old is None:
        raise Refused(230054)
    if is_v2(old) and not is_v2(card):
        raise Refused(230099, msg=_inner(200830, "schema 2.0 card can not change into schema 1.0"))
    if not may_be_updated(old) or not may_be_updated(card):
        raise Refused(230001, ext="the card is not shared: set config.update_multi to true")
    take_target(call.box, "message", f"patch {message.message_id}")
    acts.show_card(call.box, message, card, content.warnings)
    return ok()


def _check_patchable(call: Call, message: Message) -> None:
    if message.recalled:
        raise Refused(230011)
    if message.sender_kind != "bot":
        raise Refused(230012)
    if message.card is None or message.batch or "only" in message.extras:
        raise Refused(230054)
    chat = call.world.chats.get(message.chat_id)
    if chat is not None and chat.dissolved:
        raise Refused(232009)
    if call.world.clock.ms() - message.created_ms > FORTNIGHT_MS:
        raise Refused(230031)
    if call.box.faults.card_lock and call.box.clicking[message.message_id] > 0:
        call.world.journal.strike("card_lock")
        raise Refused(230099, msg=_inner(11310, "card action is lock"))


def _inner(code: int, text: str) -> str:
    return f"Failed to create card content, ext=ErrCode: {code}; ErrMsg: {text}; "


def recall(call: Call) -> Json:
    message = message_of(call)
    if message.recalled:
        raise Refused(230011)
    chat = call.world.chats.get(message.chat_id)
    if message.sender_kind != "bot" and not (chat and chat.is_group and chat.bot_may_manage()):
        raise Refused(230026)
    if message.sender_kind == "bot" and call.world.clock.ms() - message.created_ms > RECALL_MS:
        raise Refused(230009)
    acts.recall(call.box, message, by_bot=True)
    return ok()


def get(call: Call) -> Json:
    message = message_of(call)
    chat = call.world.chats.get(message.chat_id)
    if chat is None or not chat.bot_inside:
        raise Refused(230002)
    if chat.is_group and message.sender_kind == "user":
        check_group_reading(call.world.grants)
    whole = _wants_card(call)
    items = [message_item(call.world, message, whole_card=whole)]
    for child in map(call.world.messages.get, message.extras.get("merged", [])):
        if child is not None:
            upper = message.message_id
            items.append(message_item(call.world, child, whole_card=whole, upper_id=upper))
    return ok({"items": items})


def history(call: Call) -> Json:
    kind = call.choice("container_id_type", ("chat", "thread"))
    container = call.query("container_id")
    found = _in_chat(call, container) if kind == "chat" else _in_thread(call, container)
    if call.query("sort_type", "ByCreateTimeAsc") == "ByCreateTimeDesc":
        found.reverse()
    page, next_page = page_of(call, found, default=20, most=50)
    items = [message_item(call.world, one, whole_card=_wants_card(call)) for one in page]
    return ok({"items": items, **next_page})


def _in_chat(call: Call, chat_id: str) -> list[Message]:
    chat = call.world.chats.get(chat_id)
    if chat is None:
        raise Refused(99992356)
    if not chat.bot_inside:
        raise Refused(230002)
    if chat.is_group:
        check_group_reading(call.world.grants)
    start, end = _second(call, "start_time", 0), _second(call, "end_time", 1 << 40)
    return [
        one
        for one in call.world.messages.in_chat(chat_id)
        if start <= one.created_ms // 1000 <= end
        # A chat's listing shows only the root of each topic.
        and not (one.thread_id and one.parent_id)
    ]


def _in_thread(call: Call, thread_id: str) -> list[Message]:
    for chat in call.world.chats:
        inside = [m for m in call.world.messages.in_chat(chat.chat_id) if m.thread_id == thread_id]
        if inside:
            return inside
    raise Refused(230001, ext="invalid container_id")


def _second(call: Call, name: str, default: int) -> int:
    text = call.query(name)
    if text and not text.isdigit():
        raise wrong_field(name, "seconds", text)
    return int(text) if text else default


def _wants_card(call: Call) -> bool:
    return call.query("card_msg_content_type") == "user_card_content"


def read_users(call: Call) -> Json:
    message = message_of(call)
    kind = call.choice("user_id_type", ("open_id", "union_id", "user_id"))
    if message.sender_kind != "bot":
        raise Refused(230012)
    if call.world.clock.ms() - message.created_ms > WEEK_MS:
        raise Refused(230033)
    items = [
        {
            "user_id_type": kind,
            "user_id": person_by(call, "open_id", open_id).id_as(kind),
            "timestamp": str(at),
            "tenant_key": call.world.tenant_key,
        }
        for open_id, at in message.readers.items()
    ]
    page, next_page = page_of(call, items, default=20, most=100)
    return ok({"items": page, **next_page})


def urgent(call: Call) -> Json:
    message = message_of(call)
    kind = call.choice("user_id_type", ("open_id", "union_id", "user_id"), "open_id")
    wanted = call.texts("user_id_list", required=True, most=200)
    if message.sender_kind != "bot":
        raise Refused(230012)
    if message.batch:
        raise Refused(230054)
    chat = call.world.chats.get(message.chat_id)
    people = [(one, call.world.people.find(kind, one)) for one in wanted]
    bad = [one for one, who in people if not (who and chat and chat.has(who.open_id))]
    good = {who.open_id for one, who in people if who and one not in bad}
    note = {"message_id": message.message_id, "chat_id": message.chat_id}
    call.world.feed.publish("urgent", note, good)
    message.extras["urgent"] = sorted({*message.extras.get("urgent", ()), *good})
    acts.publish(call.box, "update", message)
    return ok({"invalid_user_id_list": bad})


_ONE = "/im/v1/messages/{message_id}"
ROUTES = [
    Route("POST", "/im/v1/messages", create, sends=True, scope="im:message"),
    Route("GET", "/im/v1/messages", history, scope="im:message"),
    Route("POST", f"{_ONE}/reply", reply, sends=True, scope="im:message"),
    Route("POST", f"{_ONE}/forward", forward, sends=True, scope="im:message"),
    Route("PUT", _ONE, edit, sends=True, scope="im:message"),
    Route("PATCH", _ONE, patch, sends=True, scope="im:message"),
    Route("DELETE", _ONE, recall, sends=True, scope="im:message"),
    Route("GET", _ONE, get, scope="im:message"),
    Route("GET", f"{_ONE}/read_users", read_users, scope="im:message"),
    *(
        Route("PATCH", f"{_ONE}/urgent_{kind}", urgent, scope="im:message.urgent")
        for kind in ("app", "sms", "phone")
    ),
]
