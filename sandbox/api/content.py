"""The `content` of a message that the bot sends: checked and put into stored form."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.api.answers import Json, Refused
from sandbox.api.posts import store_post
from sandbox.cards.checker import verdict
from sandbox.cards.issues import Issue
from sandbox.cards.references import Tenant
from sandbox.core import Sandbox
from sandbox.state.messages import Mention
from sandbox.state.world import World

TEXT_BYTES = 150 * 1024
RICH_BYTES = 30 * 1024
AT = re.compile(r"<at\s+user_id\s*=\s*[\"']?([^\"'>\s]+)[\"']?\s*>(.*?)</at>", re.S)


@dataclass
class Content:
    msg_type: str
    content: Json
    mentions: list[Mention] = field(default_factory=list)
    card: Json | None = None
    warnings: list[str] = field(default_factory=list)


class Mentions:
    """Numbers the mentioned people: @_user_1, @_user_2 and so on."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.found: list[Mention] = []

    def key_of(self, user_id: str) -> str:
        """The placeholder; empty if there is no such person."""
        if user_id == "all":
            return "@_all"
        bot = self._world.bot
        person = self._world.people.of_any_kind(user_id)
        if person is None and user_id != bot.open_id:
            return ""
        open_id = person.open_id if person else bot.open_id
        for one in self.found:
            if one.open_id == open_id:
                return one.key
        key = f"@_user_{len(self.found) + 1}"
        name = person.name if person else bot.name
        self.found.append(Mention(key, open_id, name, is_bot=person is None))
        return key


def tenant_of(box: Sandbox) -> Tenant:
    world = box.world

    def owns_image(key: str) -> bool:
        found = world.resources.get(key)
        return found is not None and found.is_image and found.owner == world.bot.app_id

    def knows_person(one: str) -> bool:
        return one == world.bot.open_id or world.people.of_any_kind(one) is not None

    return Tenant(owns_image, knows_person)


def parse_content(box: Sandbox, msg_type: str, raw: str) -> Content:
    build = BUILDERS.get(msg_type)
    if build is None:
        raise Refused(230001, ext=f"invalid msg_type {msg_type}")
    limit = TEXT_BYTES if msg_type == "text" else RICH_BYTES
    if len(raw.encode()) > limit:
        if msg_type == "interactive":
            box.world.journal.count("invalid_cards")
        raise Refused(230025)
    try:
        content = json.loads(raw)
    except ValueError:
        raise Refused(230001, ext="content is not a string in json format") from None
    if not isinstance(content, dict):
        raise Refused(230001, ext="content is not a json object")
    if msg_type == "interactive":
        return parse_card(box, content, raw)
    return build(box, content, msg_type)


def parse_card(box: Sandbox, card: Json, raw: str) -> Content:
    issue, warnings = card_verdict(box, card, raw)
    if issue is not None:
        box.world.journal.count("invalid_cards")
        raise card_refusal(issue)
    return Content("interactive", {}, card=card, warnings=warnings)


def card_verdict(box: Sandbox, card: Json, raw: str) -> tuple[Issue | None, list[str]]:
    if card.get("type") == "template":
        return Issue("E", "X4", 200380, "ROOT", "template is not found"), []
    if card.get("type") == "card":
        return Issue("E", "X4", 11310, "ROOT", "cardid is invalid"), []
    if set(card) == {"card"}:
        text = "unknown property, property: card, path: ROOT"
        return Issue("E", "X1", 200621, "ROOT", text), []
    return verdict(card, raw, tenant_of(box))


def card_refusal(issue: Issue) -> Refused:
    if issue.code == 230025:
        return Refused(230025)
    where = "" if issue.path == "ROOT" else f"ErrPath: {issue.path}; "
    code = issue.code or 200621
    return Refused(
        230099,
        msg=f"Failed to create card content, ext=ErrCode: {code}; {where}ErrMsg: {issue.message}; ",
    )


def _text(box: Sandbox, content: Json, msg_type: str) -> Content:
    text = content.get("text")
    if not isinstance(text, str) or not text:
        raise Refused(230001, ext="text is required")
    mentions = Mentions(box.world)

    def placeholder(match: re.Match[str]) -> str:
        key = mentions.key_of(match[1])
        # What an unknown id does is not documented; it is shown as it was written.
        return key or match[0]

    stored = AT.sub(placeholder, text)
    return Content(msg_type, {"text": stored}, mentions.found)


def _post(box: Sandbox, content: Json, msg_type: str) -> Content:
    mentions = Mentions(box.world)
    stored = store_post(content, mentions.key_of, lambda key: check_key(box, key, {"image"}))
    return Content(msg_type, stored, mentions.found)


def _image(box: Sandbox, content: Json, msg_type: str) -> Content:
    key = _string(content, "image_key")
    check_key(box, key, {"image"})
    return Content(msg_type, {"image_key": key})


def _file(box: Sandbox, content: Json, msg_type: str) -> Content:
    key = _string(content, "file_key")
    allowed = {
        "audio": {"opus"},
        "media": {"mp4"},
        "file": {"pdf", "doc", "xls", "ppt", "stream"},
    }
    check_key(box, key, allowed[msg_type])
    stored: Json = {"file_key": key}
    found = box.world.resources.get(key)
    if found is not None and msg_type != "audio":
        stored["file_name"] = found.name
    if found is not None and found.duration is not None:
        stored["duration"] = found.duration
    if msg_type == "media" and content.get("image_key"):
        stored["image_key"] = _string(content, "image_key")
        check_key(box, stored["image_key"], {"image"})
    return Content(msg_type, stored)


def _sticker(box: Sandbox, content: Json, msg_type: str) -> Content:
    return Content(msg_type, {"file_key": _string(content, "file_key")})


def _share_chat(box: Sandbox, content: Json, msg_type: str) -> Content:
    chat = box.world.chats.get(_string(content, "chat_id"))
    if chat is None:
        raise Refused(230001, ext="invalid chat_id")
    if not chat.is_group:
        raise Refused(230015)
    if not chat.bot_inside:
        raise Refused(230002)
    return Content(msg_type, {"chat_id": chat.chat_id})


def _share_user(box: Sandbox, content: Json, msg_type: str) -> Content:
    open_id = _string(content, "user_id")
    if box.world.people.get(open_id) is None:
        raise Refused(230001, ext="invalid user_id")
    return Content(msg_type, {"user_id": open_id})


def _system(box: Sandbox, content: Json, msg_type: str) -> Content:
    params = content.get("params")
    divider = params.get("divider_text") if isinstance(params, dict) else None
    text = divider.get("text") if isinstance(divider, dict) else None
    if content.get("type") != "divider" or not isinstance(text, str) or len(text) > 20:
        raise Refused(230001, ext="invalid system message")
    return Content(msg_type, {"template": text, "divider_text": divider})


def check_key(box: Sandbox, key: str, kinds: set[str]) -> None:
    """The app may only send what it uploaded, and only as what it uploaded it as."""
    found = box.world.resources.get(key)
    if found is None:
        raise Refused(230001, ext=f"invalid key {key}")
    if found.owner != box.world.bot.app_id:
        raise Refused(230017)
    if found.kind not in kinds:
        raise Refused(230055)


def _string(content: Json, name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str) or not value:
        raise Refused(230001, ext=f"{name} is required")
    return value


BUILDERS: dict[str, Callable[[Sandbox, Json, str], Content]] = {
    "text": _text,
    "post": _post,
    "image": _image,
    "file": _file,
    "audio": _file,
    "media": _file,
    "sticker": _sticker,
    "share_chat": _share_chat,
    "share_user": _share_user,
    "system": _system,
    "interactive": lambda box, content, _: parse_card(box, content, json.dumps(content)),
}
