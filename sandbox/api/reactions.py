"""Reactions to messages."""

from sandbox.acts import messages as acts
from sandbox.api.answers import Json, Refused, ok
from sandbox.api.call import Call, Route
from sandbox.api.paging import page_of
from sandbox.api.targets import message_of
from sandbox.state.messages import Reaction


def create(call: Call) -> Json:
    message = message_of(call, missing=231003)
    if message.recalled:
        raise Refused(230011)
    emoji = call.object("reaction_type", required=True).get("emoji_type")
    if not isinstance(emoji, str) or not emoji.isidentifier() or not emoji[0].isupper():
        raise Refused(231001)
    app_id = call.world.bot.app_id
    for one in message.reactions:
        if one.by_bot and one.emoji_type == emoji:
            return ok(reaction_item(one))
    return ok(reaction_item(acts.react(call.box, message, emoji, app_id)))


def delete(call: Call) -> Json:
    message = message_of(call, missing=231003)
    wanted = call.path("reaction_id")
    found = next((one for one in message.reactions if one.reaction_id == wanted), None)
    if found is None:
        raise Refused(231003)
    if not found.by_bot:
        raise Refused(231007)
    acts.unreact(call.box, message, found)
    return ok(reaction_item(found))


def list_all(call: Call) -> Json:
    message = message_of(call, missing=231003)
    wanted = call.query("reaction_type")
    rows = [one for one in message.reactions if wanted in ("", one.emoji_type)]
    page, next_page = page_of(call, rows, default=20, most=50)
    return ok({"items": [reaction_item(one) for one in page], **next_page})


def reaction_item(reaction: Reaction) -> Json:
    return {
        "reaction_id": reaction.reaction_id,
        "operator": {
            "operator_id": reaction.operator,
            "operator_type": "app" if reaction.by_bot else "user",
        },
        "action_time": str(reaction.at_ms),
        "reaction_type": {"emoji_type": reaction.emoji_type},
    }


_ALL = "/im/v1/messages/{message_id}/reactions"
SCOPE = "im:message.reactions:write_only"
ROUTES = [
    Route("POST", _ALL, create, scope=SCOPE),
    Route("GET", _ALL, list_all, scope="im:message.reactions:read"),
    Route("DELETE", f"{_ALL}/{{reaction_id}}", delete, scope=SCOPE),
]
