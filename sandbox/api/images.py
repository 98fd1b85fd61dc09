"""Images that the app uploads."""

from aiohttp import web

from sandbox.api.answers import Json, Refused, ok
from sandbox.api.call import Call, Part, Route
from sandbox.api.downloads import download

MOST_BYTES = 10 * 1024 * 1024
IMAGE_TYPES = ("message", "avatar")
# The first bytes of what Feishu takes: JPG PNG GIF BMP ICO TIFF; WEBP and HEIC further in.
MAGIC = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"GIF8": "image/gif",
    b"BM": "image/bmp",
    b"\x00\x00\x01\x00": "image/x-icon",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}


def create(call: Call) -> Json:
    kind = call.form.get("image_type", Part(b"")).data.decode("utf-8", "replace")
    image = call.form.get("image")
    if kind not in IMAGE_TYPES or image is None:
        raise Refused(234001)
    if not image.data:
        raise Refused(234010)
    if len(image.data) > MOST_BYTES:
        raise Refused(234006)
    mime = image_mime(image.data)
    if mime is None:
        raise Refused(234011)
    found = call.world.resources.add(
        owner=call.world.bot.app_id,
        kind="image",
        name=image.filename or "image",
        mime=mime,
        data=image.data,
    )
    return ok({"image_key": found.key})


def image_mime(data: bytes) -> str | None:
    for magic, mime in MAGIC.items():
        if data.startswith(magic):
            return mime
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return "image/heic"
    return None


def get(call: Call) -> web.Response:
    found = call.world.resources.get(call.path("image_key"))
    if found is None or not found.is_image:
        raise Refused(234001)
    if found.owner != call.world.bot.app_id:
        raise Refused(234008)
    return download(found)


ROUTES = [
    Route("POST", "/im/v1/images", create, scope="im:resource"),
    Route("GET", "/im/v1/images/{image_key}", get, scope="im:resource"),
]
