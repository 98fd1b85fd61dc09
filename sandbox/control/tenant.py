"""Who and what is there: people, the app, uploads."""

import mimetypes
from typing import Any

from aiohttp import web

from sandbox.acts.chats import MENU
from sandbox.control.asking import Ask, Json, Wrong

PERSON_FIELDS = (
    "open_id",
    "union_id",
    "user_id",
    "name",
    "role",
    "kind",
    "station_code",
    "station_name",
    "province",
    "city",
    "skill",
    "avatar_color",
)
FILE_TYPES = {
    ".opus": "opus",
    ".ogg": "opus",
    ".mp4": "mp4",
    ".pdf": "pdf",
    ".doc": "doc",
    ".docx": "doc",
    ".xls": "xls",
    ".xlsx": "xls",
    ".ppt": "ppt",
    ".pptx": "ppt",
}


def health(ask: Ask) -> Json:
    return {"ok": True}


def people(ask: Ask) -> list[Json]:
    return [{name: getattr(one, name) for name in PERSON_FIELDS} for one in ask.world.people]


def app(ask: Ask) -> Json:
    settings, bot = ask.box.settings, ask.world.bot
    return {
        "app_id": bot.app_id,
        "name": bot.name,
        "open_id": bot.open_id,
        "bot_url": settings.bot_url,
        "menu": [{"name": name, "event_key": key} for name, key in MENU],
        "encrypted": bool(settings.encrypt_key),
    }


async def upload(ask: Ask) -> Json:
    person = ask.person()
    form = await ask.request.post()
    part = form.get("file")
    if not isinstance(part, web.FileField):
        raise Wrong("send the file as the multipart field `file`")
    data = part.file.read()
    part.file.close()
    mime = part.content_type or mimetypes.guess_type(part.filename)[0] or ""
    if mime.startswith("image/"):
        kind = "image"
    else:
        suffix = f".{part.filename.rpartition('.')[2].lower()}"
        kind = FILE_TYPES.get(suffix, "stream")
    found = ask.world.resources.add(
        owner=person.open_id,
        kind=kind,
        name=part.filename,
        mime=mime or "application/octet-stream",
        data=data,
        duration=_duration(form.get("duration")),
    )
    if found.is_image:
        return {"image_key": found.key}
    answer: Json = {"file_key": found.key, "file_name": found.name}
    return answer | ({} if found.duration is None else {"duration": found.duration})


def _duration(value: Any) -> int | None:
    return int(value) if isinstance(value, str) and value.isdigit() else None


def resource(ask: Ask) -> web.Response:
    found = ask.world.resources.get(ask.request.match_info["key"])
    if found is None:
        return web.json_response({"error": "there is no such resource"}, status=404)
    return web.Response(body=found.data, content_type=found.mime.split(";")[0])
