"""Files that the app uploads, and what people sent in messages."""

from aiohttp import web

from sandbox.api.answers import Json, Refused, ok
from sandbox.api.call import Call, Part, Route
from sandbox.api.downloads import download
from sandbox.api.targets import message_of

MOST_BYTES = 30 * 1024 * 1024
FILE_TYPES = ("opus", "mp4", "pdf", "doc", "xls", "ppt", "stream")
MIMES = {"opus": "audio/ogg", "mp4": "video/mp4", "pdf": "application/pdf"}


def create(call: Call) -> Json:
    kind, name = _word(call, "file_type"), _word(call, "file_name")
    part = call.form.get("file")
    if kind not in FILE_TYPES or not name or part is None:
        raise Refused(234001)
    if not part.data:
        raise Refused(234010)
    if len(part.data) > MOST_BYTES:
        raise Refused(234006)
    duration = _word(call, "duration")
    found = call.world.resources.add(
        owner=call.world.bot.app_id,
        kind=kind,
        name=name,
        mime=MIMES.get(kind, "application/octet-stream"),
        data=part.data,
        duration=int(duration) if duration.isdigit() else None,
    )
    return ok({"file_key": found.key})


def _word(call: Call, name: str) -> str:
    return call.form.get(name, Part(b"")).data.decode("utf-8", "replace")


def get(call: Call) -> web.Response:
    found = call.world.resources.get(call.path("file_key"))
    if found is None or found.is_image:
        raise Refused(234001)
    if found.owner != call.world.bot.app_id:
        raise Refused(234008)
    return download(found)


def get_from_message(call: Call) -> web.Response:
    """What a person sent; key and message must belong together."""
    message = message_of(call)
    if call.query("type") not in ("image", "file"):
        raise Refused(234001)
    chat = call.world.chats.get(message.chat_id)
    if chat is None or not chat.bot_inside:
        raise Refused(234004)
    if message.card is not None or message.msg_type == "sticker":
        raise Refused(234043)
    found = call.world.resources.get(call.path("file_key"))
    if found is None or message.recalled or found.key not in message.resource_keys():
        raise Refused(234003)
    if found.is_image != (call.query("type") == "image"):
        raise Refused(234001)
    call.world.office.readings.note_fetched(found.key, found.duration)
    return download(found)


ROUTES = [
    Route("POST", "/im/v1/files", create, scope="im:resource"),
    Route("GET", "/im/v1/files/{file_key}", get, scope="im:resource"),
    Route(
        "GET",
        "/im/v1/messages/{message_id}/resources/{file_key}",
        get_from_message,
        scope="im:message",
    ),
]
