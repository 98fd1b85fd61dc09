"""What stands before every API: faults, token, limits, body, journal."""

import asyncio
import json
import random
import struct
import time
from collections.abc import Awaitable, Callable
from socket import SO_LINGER, SOL_SOCKET

from aiohttp import BodyPartReader, web

from sandbox.api.answers import Json, Refused, json_response, refusal, wrong_field
from sandbox.api.call import Call, Part, Route
from sandbox.core import Sandbox
from sandbox.state.journal import CallRecord

AioHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HTML_502 = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>bad gateway</body>\r\n</html>"
)
HTML_503 = HTML_502.replace("502 Bad Gateway", "503 Service Temporarily Unavailable")
# How long such a call takes here, so that careless callers do overlap.
SERIAL_S = 0.03
# Connection closed without an answer.
NO_ANSWER = 0


def guard(box: Sandbox, route: Route) -> AioHandler:
    async def handle(request: web.Request) -> web.StreamResponse:
        started = time.perf_counter()
        at = box.world.clock.stamp()
        raw = b"" if _is_multipart(request) else await request.read()
        response, code, sent = await _answer(box, route, request, raw)
        box.world.journal.note_call(
            CallRecord(
                at=at,
                method=request.method,
                path=request.path_qs,
                status=response.status if sent else NO_ANSWER,
                code=code,
                ms=round((time.perf_counter() - started) * 1000, 1),
                raw=raw,
            )
        )
        if not sent:
            _cut(request)
        return response

    return handle


async def _answer(
    box: Sandbox, route: Route, request: web.Request, raw: bytes
) -> tuple[web.Response, int, bool]:
    """The answer, its code, and whether the caller gets to see it."""
    faults = box.faults
    if faults.latency_ms:
        await asyncio.sleep(faults.latency_ms / 1000)
    if faults.outage:
        page = web.Response(text=HTML_503, status=503, content_type="text/html")
        return page, 0, random.random() < 0.5
    strike = faults.strike(sends=route.sends)
    if strike and strike != "applied_then_reset":
        broken, code = _broken(strike)
        return broken, code, strike != "reset"
    try:
        reply = await _serve(box, route, request, raw)
    except Refused as refused:
        return refusal(refused), refused.code, True
    if isinstance(reply, web.Response):
        return reply, 0, strike == ""
    return json_response(reply), int(reply.get("code", 0)), strike == ""


async def _serve(
    box: Sandbox, route: Route, request: web.Request, raw: bytes
) -> Json | web.Response:
    if not route.open:
        _check_token(box, request)
        _check_rights(box, route)
    _check_rate(box, route)
    if _is_multipart(request):
        return route.handler(Call(box, request, form=await _form(request)))
    call = Call(box, request, body=_body(raw, route))
    return await _serially(call, route) if route.serial else route.handler(call)


async def _serially(call: Call, route: Route) -> Json | web.Response:
    """Calls that change one chat's members must follow each other: 232019 if they overlap."""
    chat_id = call.path("chat_id")
    if chat_id in call.box.changing:
        call.world.journal.count("throttled")
        raise Refused(232019)
    call.box.changing.add(chat_id)
    try:
        await asyncio.sleep(SERIAL_S)
        return route.handler(call)
    finally:
        call.box.changing.discard(chat_id)


def _check_token(box: Sandbox, request: web.Request) -> None:
    header = request.headers.get("Authorization", "")
    if not header:
        raise Refused(99991661)
    token = header.removeprefix("Bearer ").strip()
    if not token.startswith(("t-", "u-", "eyJ")):
        raise Refused(99991671)
    if not box.world.tokens.is_good(token, box.world.clock.now()):
        raise Refused(99991663, status=box.faults.bad_token_status)


def _check_rights(box: Sandbox, route: Route) -> None:
    if box.faults.quota_exhausted:
        raise Refused(99991403)
    if route.scope and route.scope in box.faults.missing_scopes:
        text = f"Access denied. One of the following scopes is required: [{route.scope}]."
        violation = {"type": "action_privilege_required", "subject": route.scope}
        raise Refused(99991672, msg=text, error={"permission_violations": [violation]})


def _check_rate(box: Sandbox, route: Route) -> None:
    if not box.faults.limits or route.open:
        return
    trip = box.limits.take_call(route.api, box.world.clock.now())
    if trip is None:
        return
    box.world.journal.count("throttled")
    raise Refused(99991400, headers=_limit_headers(trip.limit, trip.reset_s))


def _limit_headers(limit: int, reset_s: int) -> dict[str, str]:
    return {"x-ogw-ratelimit-limit": str(limit), "x-ogw-ratelimit-reset": str(reset_s)}


def _body(raw: bytes, route: Route) -> Json:
    if not raw:
        return {}
    try:
        body = json.loads(raw)
    except ValueError:
        raise Refused(10003 if route.open else 9499) from None
    if not isinstance(body, dict):
        raise wrong_field("body", "the body must be a JSON object")
    return body


def _is_multipart(request: web.Request) -> bool:
    return request.content_type.startswith("multipart/")


async def _form(request: web.Request) -> dict[str, Part]:
    """All parts as bytes: the SDK sends some files without a file name."""
    parts: dict[str, Part] = {}
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or not part.name:
                raise Refused(234001)
            data = bytes(await part.read())
            parts[part.name] = Part(data, part.filename or "")
    except ValueError:
        raise Refused(234001) from None
    return parts


def _broken(strike: str) -> tuple[web.Response, int]:
    if strike == "429":
        body = {"code": 99991400, "msg": "request trigger frequency limit"}
        return json_response(body, status=429, headers=_limit_headers(50, 1)), 99991400
    if strike == "500":
        return json_response({"code": 2200, "msg": "Internal Error"}, status=500), 2200
    return web.Response(text=HTML_502, status=502, content_type="text/html"), 0


def _cut(request: web.Request) -> None:
    """Reset the connection, as a broken network does."""
    transport = request.transport
    if transport is None:
        return
    sock = transport.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def no_such_api(box: Sandbox, request: web.Request, *, wrong_method: bool) -> web.Response:
    refused = Refused(99991301 if wrong_method else 99991201)
    box.world.journal.note_call(
        CallRecord(
            at=box.world.clock.stamp(),
            method=request.method,
            path=request.path_qs,
            status=refused.status,
            code=refused.code,
            ms=0.0,
            raw=b"",
        )
    )
    return refusal(refused)
