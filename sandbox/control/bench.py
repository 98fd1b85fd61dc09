"""For tests: arbitrary pushes, journals, faults, the clock."""

import asyncio
import json
from dataclasses import replace
from typing import Any

from sandbox.control.asking import Ask, Json, Wrong
from sandbox.push import envelope
from sandbox.push.outgoing import Push
from sandbox.state import ids
from sandbox.state.log import Log
from sandbox.weather import dated


async def push(ask: Ask) -> Json:
    if not ask.box.pusher.reachable:
        raise Wrong("the sandbox was started without --bot-url")
    times = ask.body.get("times", 1)
    if not isinstance(times, int) or not 1 <= times <= 1000:
        raise Wrong("times is between 1 and 1000")
    item = _raw_push(ask) if "raw" in ask.body else _event_push(ask)
    pusher = ask.box.pusher
    outcomes = await asyncio.gather(*(pusher.attempt(item) for _ in range(times)))
    if "raw" not in ask.body and ask.flag("retry", True) and not all(one.ok for one in outcomes):
        pusher.retry(item)
    attempts = [{"status": one.status, "ms": one.ms, "error": one.error} for one in outcomes]
    bodies = [one.body.decode("utf-8", "replace")[:2000] for one in outcomes]
    return {"event_id": item.event_id, "attempts": attempts, "answers": bodies}


def _event_push(ask: Ask) -> Push:
    item = ask.box.pusher.build(
        ask.text("event_type"), ask.object("event"), header=ask.body.get("header") or {}
    )
    key = "" if ask.flag("plain", False) else ask.box.settings.encrypt_key
    raw = envelope.body_of(item.envelope, key)
    headers = _headers(ask, raw)
    return item if headers is None and key else replace(item, raw=raw, headers=headers)


def _raw_push(ask: Ask) -> Push:
    given = ask.body["raw"]
    text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
    raw = text.encode()
    return Push(ids.fresh(""), "raw", {}, raw=raw, headers=_headers(ask, raw))


def _headers(ask: Ask, raw: bytes) -> dict[str, str] | None:
    """None: signed as usual; `signed: false` and `headers` make bad ones."""
    given: dict[str, Any] = ask.body.get("headers") or {}
    if ask.flag("signed", True) and not given:
        return None
    signed = ask.flag("signed", True)
    headers = envelope.signed_headers(raw, ask.box.settings.encrypt_key) if signed else {}
    return headers | {str(name): str(value) for name, value in given.items()}


async def verify_url(ask: Ask) -> Json:
    if not ask.box.settings.bot_url:
        raise Wrong("the sandbox was started without --bot-url")
    good, why = await ask.box.pusher.challenge()
    return {"ok": good} | ({} if good else {"error": why})


def pushes(ask: Ask) -> list[Json]:
    return _tail(ask, ask.world.journal.pushes)


def calls(ask: Ask) -> list[Json]:
    return _tail(ask, ask.world.journal.calls)


def _tail(ask: Ask, records: Log[Any]) -> list[Json]:
    """`after` is a record's number: what is new since then; `bodies=0` leaves out the big part."""
    after, most = (_count(ask, name) for name in ("after", "limit"))
    found = records.after(after, most or len(records))
    if ask.request.query.get("bodies") == "0":
        return [{"n": number, **one.facts()} for number, one in found]
    return [{"n": number, **one.view()} for number, one in found]


def _count(ask: Ask, name: str) -> int:
    text = ask.request.query.get(name, "")
    return int(text) if text.isdigit() else 0


def report(ask: Ask) -> Json:
    return ask.world.journal.report() | {"pending_pushes": ask.box.pusher.waiting}


def faults(ask: Ask) -> Json:
    if ask.request.method == "POST":
        outages = dated(ask.body.get("outages"), ask.world.clock.now())
        changes = ask.body | ({"outages": outages} if "outages" in ask.body else {})
        ask.box.faults.merge(changes)
    elif ask.request.method == "DELETE":
        ask.box.faults.clear()
    return ask.box.faults.view()


async def reset(ask: Ask) -> Json:
    await ask.box.reset()
    return {}


def expire_tokens(ask: Ask) -> Json:
    ask.world.tokens.expire_all()
    ask.world.journal.strike("tokens_expired")
    return {}


def clock(ask: Ask) -> Json:
    if ask.request.method == "POST":
        seconds = ask.body.get("advance_s", 0)
        if not isinstance(seconds, int | float) or seconds < 0:
            raise Wrong("advance_s is a number of seconds")
        ask.world.clock.advance(float(seconds))
        _jump(ask)
        if "stopped" in ask.body:
            ask.world.clock.stop(ask.flag("stopped", False))
    return {"now": ask.world.clock.stamp(), "scale": ask.world.clock.scale}


def _jump(ask: Ask) -> None:
    jump, scale = ask.body.get("jump_s", 0), ask.body.get("scale")
    if not isinstance(jump, int | float):
        raise Wrong("jump_s is a number of seconds, also below 0")
    if jump:
        ask.world.clock.advance(float(jump))
        ask.world.journal.strike("clock_jump")
    if scale is not None:
        if not isinstance(scale, int | float) or scale <= 0:
            raise Wrong("scale is above 0")
        ask.world.clock.run(float(scale))
        ask.world.journal.strike("clock_scale")
