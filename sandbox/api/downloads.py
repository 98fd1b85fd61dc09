"""Binary answers."""

from urllib.parse import quote

from aiohttp import web

from sandbox.state import ids
from sandbox.state.resources import Resource


def download(found: Resource) -> web.Response:
    return web.Response(
        body=found.data,
        headers={
            "Content-Type": found.mime,
            "Content-Disposition": f'attachment; filename="{quote(found.name)}"',
            "X-Tt-Logid": ids.log_id(),
        },
    )
