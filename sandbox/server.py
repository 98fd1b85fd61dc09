"""Puts the API, the control API and the page into one web application."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from aiohttp import web

from sandbox.acts.postman import wake
from sandbox.api.gateway import guard, no_such_api
from sandbox.api.long_connection import long_connection_routes
from sandbox.api.routes import ROUTES
from sandbox.control.asking import BOX, answer_json
from sandbox.control.routes import control_routes
from sandbox.core import Sandbox
from sandbox.settings import Settings

API = "/open-apis"
# Uploads are refused by size with Feishu's own codes, so the server must let them in.
MOST_BODY = 128 * 1024 * 1024
# Not left to the machine's own table, which knows .js as text/plain on some systems.
MIME = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".ico": "image/x-icon",
}
TEXTUAL = ("text/", "application/json", "image/svg")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def create_app(settings: Settings) -> web.Application:
    box = Sandbox(settings)
    app = web.Application(client_max_size=MOST_BODY, middlewares=[_unknown_paths])
    app[BOX] = box
    app.cleanup_ctx.append(_running)
    app.on_shutdown.append(_close_pages)
    for route in ROUTES:
        app.router.add_route(route.method, API + route.path, guard(box, route))
    app.router.add_routes(control_routes())
    app.router.add_routes(long_connection_routes(box))
    app.router.add_get("/", _index)
    app.router.add_get("/page/{path:.+}", _static)
    return app


async def _running(app: web.Application) -> AsyncIterator[None]:
    await app[BOX].start()
    wake(app[BOX])  # batch messages that the last start left undelivered
    yield
    await app[BOX].stop()


async def _close_pages(app: web.Application) -> None:
    app[BOX].world.feed.close()
    await app[BOX].lines.drop()


@web.middleware
async def _unknown_paths(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed) as error:
        if request.path.startswith("/__sandbox/"):
            return answer_json({"error": f"no such call: {request.method} {request.path}"}, 404)
        if not request.path.startswith(API):
            raise
        wrong_method = isinstance(error, web.HTTPMethodNotAllowed)
        return no_such_api(request.app[BOX], request, wrong_method=wrong_method)


async def _index(request: web.Request) -> web.StreamResponse:
    return _file(request.app[BOX].settings.page, "index.html")


async def _static(request: web.Request) -> web.StreamResponse:
    return _file(request.app[BOX].settings.page, request.match_info["path"])


def _file(root: Path, name: str) -> web.StreamResponse:
    path = (root / name).resolve()
    if not path.is_relative_to(root.resolve()) or not path.is_file():
        raise web.HTTPNotFound(text="no such page")
    mime = MIME.get(path.suffix, "application/octet-stream")
    charset = "; charset=utf-8" if mime.startswith(TEXTUAL) else ""
    headers = {"Content-Type": mime + charset, "Cache-Control": "no-cache"}
    return web.Response(body=path.read_bytes(), headers=headers)
