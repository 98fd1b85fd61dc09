"""Files of bases: upload whole or in parts, download, links for a day."""

import asyncio
import json
import mimetypes
import re
import zlib
from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox.api.answers import Json, Refused, ok
from sandbox.api.bitable.gate import perm_of, sees_rows
from sandbox.api.bitable.rates import UPLOADS
from sandbox.api.call import Call, Part, Route
from sandbox.api.downloads import download as download_headers
from sandbox.state.bitable import ids
from sandbox.state.bitable.model import Base
from sandbox.state.medias import UPLOAD_LIFE_S, Media, Upload
from sandbox.state.resources import Resource

MEDIAS = "/drive/v1/medias"
SCOPE = "bitable:app"
MOST_BYTES = 20 * 1024 * 1024
MOST_NAME = 250
MOST_LINKS = 5
BLOCK = 4 * 1024 * 1024
PARENT_TYPES = ("bitable_image", "bitable_file")
# Uploads into one base must follow each other.
UPLOAD_S = 0.01
RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def one_upload(work: Callable[[Call], Json]) -> Callable[[Call], Awaitable[Json]]:
    async def handle(call: Call) -> Json:
        uploading, app = call.world.office.medias.uploading, call.world.bot.app_id
        if app in uploading:
            call.world.journal.count("throttled")
            raise Refused(1061045)
        uploading.add(app)
        try:
            await asyncio.sleep(UPLOAD_S)
            return work(call)
        finally:
            uploading.discard(app)

    return handle


def _word(call: Call, name: str) -> str:
    return call.form.get(name, Part(b"")).data.decode("utf-8", "replace")


def upload_all(call: Call) -> Json:
    base = _parent(call, _word(call, "parent_type"), _word(call, "parent_node"))
    name, part = _name(_word(call, "file_name")), call.form.get("file")
    _check_extra(_word(call, "extra"))
    if part is None:
        raise Refused(1061002, ext="file")
    if len(part.data) > MOST_BYTES:
        raise Refused(1061043)
    _check_bytes(call, part.data)
    return ok({"file_token": _keep(call, base, name, part.data).file_token})


def _parent(call: Call, kind: str, token: str) -> Base:
    if kind not in PARENT_TYPES or not token:
        raise Refused(1061002, ext="parent_type and parent_node")
    base = call.world.office.bases.get(token)
    if base is None:
        raise Refused(1061044)
    if perm_of(call, base) in ("none", "view"):
        raise Refused(1061004)
    return base


def _name(name: str) -> str:
    if not name or len(name) > MOST_NAME:
        raise Refused(1061008)
    return name


def _check_extra(text: str) -> None:
    try:
        good = not text or isinstance(json.loads(text), dict)
    except ValueError:
        good = False
    if not good:
        raise Refused(1061002, ext="extra")


def _check_bytes(call: Call, data: bytes) -> None:
    size, checksum = _word(call, "size"), _word(call, "checksum")
    if not size.isdigit():
        raise Refused(1061002, ext="size")
    if int(size) != len(data):
        raise Refused(1062009)
    # The SDK sends an empty part for a checksum that nobody set.
    if checksum and checksum != str(zlib.adler32(data)):
        raise Refused(1062008)


def _keep(call: Call, base: Base, name: str, data: bytes) -> Media:
    mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return call.world.office.medias.add(app_token=base.app_token, name=name, mime=mime, data=data)


def prepare(call: Call) -> Json:
    base = _parent(call, call.text("parent_type"), call.text("parent_node"))
    name, size = _name(call.text("file_name")), call.body.get("size")
    _check_extra(call.text("extra"))
    if not isinstance(size, int) or isinstance(size, bool) or size < 1:
        raise Refused(1061002, ext="size")
    count = -(-size // BLOCK)
    ends = call.world.clock.now() + UPLOAD_LIFE_S
    upload_id = ids.token()
    call.world.office.medias.uploads[upload_id] = Upload(base.app_token, name, size, count, ends)
    return ok({"upload_id": upload_id, "block_size": BLOCK, "block_num": count})


def _upload(call: Call, upload_id: str) -> Upload:
    upload = call.world.office.medias.uploads.get(upload_id)
    if upload is None or upload.ends <= call.world.clock.now():
        raise Refused(1061021)
    return upload


def upload_part(call: Call) -> Json:
    upload, part = _upload(call, _word(call, "upload_id")), call.form.get("file")
    seq = _word(call, "seq")
    if part is None or not seq.isdigit():
        raise Refused(1061002, ext="seq and file")
    if int(seq) >= upload.block_num:
        raise Refused(1062011)
    _check_bytes(call, part.data)
    last = int(seq) == upload.block_num - 1
    if len(part.data) != (upload.size - int(seq) * BLOCK if last else BLOCK):
        raise Refused(1062009)
    upload.parts[int(seq)] = part.data
    return ok()


def finish(call: Call) -> Json:
    upload_id = call.text("upload_id")
    upload = _upload(call, upload_id)
    if call.body.get("block_num") != upload.block_num:
        raise Refused(1062011)
    if len(upload.parts) < upload.block_num:
        raise Refused(1062010)
    base = call.world.office.bases.get(upload.app_token)
    if base is None:
        raise Refused(1061044)
    data = b"".join(upload.parts[seq] for seq in range(upload.block_num))
    del call.world.office.medias.uploads[upload_id]
    return ok({"file_token": _keep(call, base, upload.name, data).file_token})


def get(call: Call) -> web.Response:
    media = _readable(call, call.path("file_token"))
    base = call.world.office.bases.get(media.app_token)
    # With advanced permissions `extra` has to say which cell the file is read from.
    if base is not None and base.advanced and "bitablePerm" not in call.query("extra"):
        raise Refused(1061004)
    return _answer(call, media)


def _readable(call: Call, file_token: str) -> Media:
    media = call.world.office.medias.get(file_token)
    if media is None:
        raise Refused(1061003)
    base = call.world.office.bases.get(media.app_token)
    if base is None:
        raise Refused(1061007)
    if perm_of(call, base) == "none" or not sees_rows(call, base):
        raise Refused(1061004)
    return media


def _answer(call: Call, media: Media) -> web.Response:
    """Whole, or the part that a Range header asks for."""
    whole = download_headers(Resource("", "", "stream", media.name, media.mime, media.data))
    asked = RANGE.fullmatch(call.request.headers.get("Range", ""))
    if asked is None or asked[0] == "bytes=-":
        return whole
    total = len(media.data)
    start = int(asked[1]) if asked[1] else max(0, total - int(asked[2]))
    end = min(int(asked[2]) if asked[1] and asked[2] else total - 1, total - 1)
    if start > end:
        return web.Response(status=416, headers={"Content-Range": f"bytes */{total}"})
    headers = dict(whole.headers) | {"Content-Range": f"bytes {start}-{end}/{total}"}
    headers.pop("Content-Length", None)
    return web.Response(body=media.data[start : end + 1], status=206, headers=headers)


def links(call: Call) -> Json:
    tokens = [one for text in call.queries("file_tokens") for one in text.split(",") if one]
    if not 1 <= len(tokens) <= MOST_LINKS:
        raise Refused(1061002, ext=f"1 to {MOST_LINKS} file_tokens")
    now, medias = call.world.clock.now(), call.world.office.medias
    root = f"{call.request.scheme}://{call.request.host}/open-apis{MEDIAS}/authcode"
    found = [_readable(call, one).file_token for one in tokens]
    return ok(
        {
            "tmp_download_urls": [
                {"file_token": one, "tmp_download_url": f"{root}?code={medias.link(one, now)}"}
                for one in found
            ]
        }
    )


def by_link(call: Call) -> web.Response:
    """The code in the address is all the right that is needed."""
    media = call.world.office.medias.by_link(call.query("code"), call.world.clock.now())
    if media is None:
        raise Refused(1061004)
    return _answer(call, media)


ROUTES = [
    Route("POST", f"{MEDIAS}/upload_all", one_upload(upload_all), scope=SCOPE, rates=UPLOADS),
    Route("POST", f"{MEDIAS}/upload_prepare", prepare, scope=SCOPE, rates=UPLOADS),
    Route("POST", f"{MEDIAS}/upload_part", one_upload(upload_part), scope=SCOPE, rates=UPLOADS),
    Route("POST", f"{MEDIAS}/upload_finish", finish, scope=SCOPE, rates=UPLOADS),
    Route("GET", f"{MEDIAS}/batch_get_tmp_download_url", links, scope=SCOPE, rates=UPLOADS),
    Route("GET", f"{MEDIAS}/authcode", by_link, open=True),
    Route("GET", f"{MEDIAS}/{{file_token}}/download", get, scope=SCOPE, rates=UPLOADS),
]
