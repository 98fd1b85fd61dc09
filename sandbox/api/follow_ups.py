"""Follow-up bubbles under the newest message of a p2p chat.

Source: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/push_follow_up
"""

from typing import Any

from sandbox.acts import messages as acts
from sandbox.api.answers import Json, Refused, ok
from sandbox.api.call import Call, Route
from sandbox.api.codes_more import FOLLOW_UPS
from sandbox.api.targets import message_of
from sandbox.state.messages import Message

MOST, MOST_CHARACTERS, LIFE_MS = 3, 200, 600_000


def push(call: Call) -> Json:
    message = message_of(call)
    bubbles = call.body.get("follow_ups")
    if not isinstance(bubbles, list) or not 1 <= len(bubbles) <= MOST:
        raise _refused(230007)
    _check_place(call, message)
    message.extras["follow_ups"] = [_text(one) for one in bubbles]
    acts.publish(call.box, "update", message)
    return ok()


def _check_place(call: Call, message: Message) -> None:
    chat = call.world.chats.get(message.chat_id)
    if chat is None or not chat.bot_inside:
        raise _refused(230004)
    if chat.is_group:
        raise _refused(230003)
    if "follow_ups" in message.extras:
        raise _refused(230008)
    if message.recalled or chat.last_message_id != message.message_id:
        raise _refused(230006)
    if call.world.clock.ms() - message.created_ms > LIFE_MS:
        raise _refused(230002)


def _text(bubble: Any) -> str:
    content = bubble.get("content") if isinstance(bubble, dict) else None
    translations = bubble.get("i18n_contents", []) if isinstance(bubble, dict) else None
    if not isinstance(content, str) or not 1 <= len(content) <= MOST_CHARACTERS:
        raise _refused(230007)
    if not isinstance(translations, list) or not all(isinstance(one, dict) for one in translations):
        raise _refused(230007)
    return content


def _refused(code: int) -> Refused:
    """This endpoint has its own meanings for numbers that others use too."""
    return Refused(code, msg=FOLLOW_UPS[code])


ROUTES = [
    Route("POST", "/im/v1/messages/{message_id}/push_follow_up", push, sends=True),
]
