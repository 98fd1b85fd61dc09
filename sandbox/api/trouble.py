"""What may befall a call before and after its handler: delays, outages, broken answers."""

import random
import struct
from dataclasses import dataclass
from http import HTTPStatus
from socket import SO_LINGER, SOL_SOCKET

from aiohttp import web

from sandbox.api.answers import Refused, json_response
from sandbox.api.call import Route
from sandbox.api.codes import REFUSALS
from sandbox.api.oauth_errors import TOKEN_PATH, refused
from sandbox.core import Sandbox
from sandbox.weather import Json, delay_s, is_out, rule_for

CHANCE = random.Random()
PREFIX = "/open-apis"
# What happens after the handler has run.
AFTERWARDS = ("applied_then_reset", "half")


@dataclass(frozen=True, slots=True)
class Trouble:
    pause_s: float = 0.0
    strike: str = ""
    code: int = 0


def trouble_of(box: Sandbox, route: Route, request: web.Request) -> Trouble:
    """What happens to this call; drawn once, before anything else."""
    faults, now = box.faults, box.world.clock.now()
    path = f"{request.method} {request.path.removeprefix(PREFIX)}"
    rule = rule_for(faults.rules, (route.api, path), CHANCE)
    pause = faults.latency_ms / 1000 + delay_s(faults.latency, CHANCE)
    pause += delay_s(rule.get("latency", {}), CHANCE)
    if faults.outage or is_out(faults.outages, now):
        strike = "outage"
    else:
        strike = faults.strike(sends=route.sends) or rule.get("error", "")
    found = Trouble(pause, strike, 0 if strike else rule.get("code", 0))
    _count(box, found, rule)
    return found


def _count(box: Sandbox, trouble: Trouble, rule: Json) -> None:
    journal = box.world.journal
    if trouble.pause_s:
        journal.strike("latency")
    if trouble.strike or trouble.code:
        journal.strike(trouble.strike or f"code {trouble.code}")
    if rule:
        journal.strike(f"rule {rule['api']}")


def broken_answer(strike: str) -> tuple[web.Response, int]:
    """The answer of a call that never reached its handler, and its code."""
    if strike == "429":
        body = {"code": 99991400, "msg": "request trigger frequency limit"}
        return json_response(body, status=429, headers=limit_headers(50, 1)), 99991400
    if strike == "500":
        return json_response({"code": 2200, "msg": "Internal Error"}, status=500), 2200
    return _page(503 if strike in ("503", "outage") else 502), 0


def is_heard(strike: str) -> bool:
    """Whether the caller gets an answer at all: in an outage every other one does."""
    return strike != "reset" and (strike != "outage" or CHANCE.random() < 0.5)


def refuse_as_told(trouble: Trouble, route: Route) -> None:
    if trouble.strike == "token":
        raise Refused(99991663)
    if trouble.code:
        if trouble.code not in REFUSALS:
            raise Refused(2200, msg=f"the sandbox knows no code {trouble.code}")
        raise refused(trouble.code) if route.path == TOKEN_PATH else Refused(trouble.code)


def limit_headers(limit: int, reset_s: int) -> dict[str, str]:
    return {"x-ogw-ratelimit-limit": str(limit), "x-ogw-ratelimit-reset": str(reset_s)}


def _page(status: int) -> web.Response:
    words = {502: "Bad Gateway", 503: "Service Temporarily Unavailable"}
    title = f"{status} {words.get(status, HTTPStatus(status).phrase)}"
    text = f"<html>\r\n<head><title>{title}</title></head>\r\n<body>bad gateway</body>\r\n</html>"
    return web.Response(text=text, status=status, content_type="text/html")


async def half_written(request: web.Request, whole: web.Response) -> web.StreamResponse:
    """The head and half of the body, then the end of the connection."""
    body = whole.body if isinstance(whole.body, bytes) else b""
    part = web.StreamResponse(status=whole.status, headers=whole.headers)
    part.content_length = len(body)
    await part.prepare(request)
    await part.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return part


def cut(request: web.Request) -> None:
    """Reset the connection, as a broken network does."""
    transport = request.transport
    if transport is None:
        return
    sock = transport.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
