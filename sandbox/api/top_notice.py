"""What stands at the top of a group, joining a public group, and searching for groups.

Sources: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-top_notice/put_top_notice
and .../im-v1/chat-members/me_join, .../im-v1/chat/search
"""

from sandbox.acts import chats as acts
from sandbox.acts.messages import publish_chat
from sandbox.api.answers import Json, Refused, ok, wrong_field
from sandbox.api.call import USER_ID_TYPES, Call, Route
from sandbox.api.chat_views import list_view
from sandbox.api.chats import living
from sandbox.api.paging import page_of
from sandbox.api.targets import chat_of

MESSAGE, ANNOUNCEMENT = "1", "2"
MOST_QUERY = 64


def put(call: Call) -> Json:
    chat = living(call)
    notices = call.body.get("chat_top_notice")
    if not isinstance(notices, list) or len(notices) != 1 or not isinstance(notices[0], dict):
        raise wrong_field("chat_top_notice", "a list of one notice")
    kind, message_id = notices[0].get("action_type"), notices[0].get("message_id")
    if kind not in (MESSAGE, ANNOUNCEMENT):
        raise Refused(232001, ext="action_type is 1 or 2")
    if kind == MESSAGE:
        message = call.world.messages.get(str(message_id))
        if message is None or message.chat_id != chat.chat_id:
            raise Refused(232001, ext="invalid message_id")
        if message.recalled:
            raise Refused(230011)
    chat.extras["top_notice"] = notices[0]
    publish_chat(call.box, chat)
    return ok()


def delete(call: Call) -> Json:
    chat = living(call)
    chat.extras.pop("top_notice", None)
    publish_chat(call.box, chat)
    return ok()


def me_join(call: Call) -> Json:
    """The bot enters a public group by itself."""
    chat = chat_of(call)
    if chat.dissolved:
        raise Refused(232009)
    approval = chat.options.get("membership_approval", "no_approval_required")
    if chat.options.get("chat_type") != "public" or approval != "no_approval_required":
        raise Refused(232075)
    acts.add_bot(call.box, chat, call.world.bot.open_id)
    return ok()


def search(call: Call) -> Json:
    """Groups that the bot is in, and public ones, by a part of the name."""
    id_type = call.choice("user_id_type", USER_ID_TYPES, "open_id")
    query = call.query("query")
    if len(query) > MOST_QUERY:
        raise Refused(232001, ext="query has at most 64 characters")
    rows = [
        one
        for one in call.world.chats
        if one.is_group
        and not one.dissolved
        and (one.bot_inside or one.options.get("chat_type") == "public")
        and query.lower() in one.name.lower()
    ]
    # Nothing is found by an empty word.
    page, next_page = page_of(call, rows if query else [], default=20, most=100)
    return ok({"items": [list_view(call.world, one, id_type) for one in page], **next_page})


_ONE = "/im/v1/chats/{chat_id}"
ROUTES = [
    Route("GET", "/im/v1/chats/search", search, scope="im:chat", user=True),
    Route("POST", f"{_ONE}/top_notice/put_top_notice", put, scope="im:chat"),
    Route("POST", f"{_ONE}/top_notice/delete_top_notice", delete, scope="im:chat"),
    Route("PATCH", f"{_ONE}/members/me_join", me_join, scope="im:chat"),
]
