"""Reactions of up to 20 messages at once.

Source: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-reaction/batch_query
"""

from collections import Counter

from sandbox.api.answers import Json, Refused, ok, wrong_field
from sandbox.api.call import USER_ID_TYPES, Call, Route
from sandbox.api.reactions import reaction_item
from sandbox.state.messages import Message, Reaction

MOST_MESSAGES, MOST_PER_MESSAGE = 20, 50


def batch_query(call: Call) -> Json:
    call.choice("user_id_type", USER_ID_TYPES, "open_id")
    wanted, kind = _messages(call), call.text("reaction_type")
    size = call.body.get("page_size_per_message", 20)
    if not isinstance(size, int) or not 1 <= size <= MOST_PER_MESSAGE:
        raise wrong_field("page_size_per_message", "between 1 and 50", size)
    counts: list[Json] = []
    details: list[Json] = []
    failed: list[Json] = []
    for message_id in wanted:
        message = call.world.messages.get(message_id)
        if message is None or not _seen(call, message):
            failed.append({"message_id": message_id, "fail_reason": "message not found"})
            continue
        rows = [one for one in message.reactions if kind in ("", one.emoji_type)]
        numbers = Counter(one.emoji_type for one in rows)
        counted = [{"reaction_type": k, "count": str(n)} for k, n in numbers.items()]
        counts.append({"message_id": message_id, "reaction_count": counted})
        items = [_item(one) for one in rows[:size]]
        details.append({"message_id": message_id, "message_reaction_items": items})
        details[-1] |= {"has_more": len(rows) > size, "page_token": ""}
    return ok(
        {
            "success_msg_reaction_counts": counts,
            "success_msg_reaction_details": details,
            "fail_msg_reaction_details": failed,
        }
    )


def _item(reaction: Reaction) -> Json:
    """Unlike in the list of one message, the emoji is not wrapped."""
    item: Json = reaction_item(reaction)
    del item["reaction_type"]
    return item | {"emoji_type": reaction.emoji_type}


def _messages(call: Call) -> list[str]:
    queries = call.body.get("queries")
    if not isinstance(queries, list) or not 1 <= len(queries) <= MOST_MESSAGES:
        raise wrong_field("queries", "between 1 and 20 queries")
    found = [one.get("message_id") if isinstance(one, dict) else None for one in queries]
    if not all(isinstance(one, str) for one in found):
        raise Refused(231003)
    return [str(one) for one in found]


def _seen(call: Call, message: Message) -> bool:
    chat = call.world.chats.get(message.chat_id)
    return chat is not None and chat.bot_inside


ROUTES = [
    Route("POST", "/im/v1/messages/reactions/batch_query", batch_query, user=True),
]
