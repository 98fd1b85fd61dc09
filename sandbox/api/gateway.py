"""What stands before every API: faults, token, limits, body, journal."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable

from aiohttp import BodyPartReader, web

from sandbox.api.answers import Json, Refused, json_response, refusal, wrong_field
from sandbox.api.call import Call, Part, Route
from sandbox.api.rights import check_rights, check_token
from sandbox.api.trouble import (
    AFTERWARDS,
    Trouble,
    broken_answer,
    cut,
    half_written,
    is_heard,
    limit_headers,
    refuse_as_told,
    trouble_of,
)
from sandbox.core import Sandbox
from sandbox.state.journal import CallRecord, clipped

AioHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]

# How long such a call takes here, so that careless callers do overlap.
SERIAL_S = 0.03
# Connection closed without an answer.
NO_ANSWER = 0


def guard(box: Sandbox, route: Route) -> AioHandler:
    async def handle(request: web.Request) -> web.StreamResponse:
        started = time.perf_counter()
        at = box.world.clock.stamp()
        raw = b"" if _is_multipart(request) else await request.read()
        trouble = trouble_of(box, route, request)
        response, code, heard = await _answer(box, route, request, raw, trouble)
        box.world.journal.note_call(
            CallRecord(
                at=at,
                method=request.method,
                path=request.path_qs,
                status=response.status if heard else NO_ANSWER,
                code=code,
                ms=round((time.perf_counter() - started) * 1000, 1),
                raw=clipped(raw),
                told=_told(response) if heard else b"",
            )
        )
        if not heard:
            cut(request)
        return await half_written(request, response) if trouble.strike == "half" else response

    return handle


def _told(response: web.Response) -> bytes:
    """Pictures and files are not for a journal."""
    body = response.body
    shown = isinstance(body, bytes) and response.content_type.startswith(
        ("application/json", "text/")
    )
    return clipped(body) if isinstance(body, bytes) and shown else b""


async def _answer(
    box: Sandbox, route: Route, request: web.Request, raw: bytes, trouble: Trouble
) -> tuple[web.Response, int, bool]:
    """The answer, its code, and whether the caller gets to see it."""
    if trouble.pause_s:
        await asyncio.sleep(trouble.pause_s)
    strike = trouble.strike
    if strike and strike not in (*AFTERWARDS, "token"):
        broken, code = broken_answer(strike)
        return broken, code, is_heard(strike)
    heard = strike != "applied_then_reset"
    try:
        refuse_as_told(trouble, route)
        reply = await _serve(box, route, request, raw)
    except Refused as refused:
        return refusal(refused), refused.code, True
    if isinstance(reply, web.Response):
        return reply, 0, heard
    return json_response(reply), int(reply.get("code", 0)), heard


async def _serve(
    box: Sandbox, route: Route, request: web.Request, raw: bytes
) -> Json | web.Response:
    call = Call(box, request)
    if not route.open:
        check_token(call, route)
        check_rights(box, route, call.login)
    _check_rate(box, route)
    if _is_multipart(request):
        call.form = await _form(request)
        return await _handled(call, route)
    call.body = _body(raw, route)
    return await _serially(call, route) if route.serial else await _handled(call, route)


async def _handled(call: Call, route: Route) -> Json | web.Response:
    reply = route.handler(call)
    return await reply if isinstance(reply, Awaitable) else reply


async def _serially(call: Call, route: Route) -> Json | web.Response:
    """Calls that change one chat's members must follow each other: 232019 if they overlap."""
    chat_id = call.path("chat_id")
    if chat_id in call.box.changing:
        call.world.journal.count("throttled")
        raise Refused(232019)
    call.box.changing.add(chat_id)
    try:
        await asyncio.sleep(SERIAL_S)
        return await _handled(call, route)
    finally:
        call.box.changing.discard(chat_id)


def _check_rate(box: Sandbox, route: Route) -> None:
    if not box.faults.limits or route.open:
        return
    now = box.world.clock.now()
    most = box.faults.limit_rates.get("api")
    if most == 0:
        return
    trip = box.limits.take_call(route.api, now, ((most, 1.0),) if most else route.rates)
    if trip is None:
        return
    box.world.journal.count("throttled")
    raise Refused(99991400, headers=limit_headers(trip.limit, trip.reset_s))


def _body(raw: bytes, route: Route) -> Json:
    if not raw:
        return {}
    try:
        body = json.loads(raw)
    except ValueError:
        raise Refused(route.bad_json or (10003 if route.open else 9499)) from None
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
