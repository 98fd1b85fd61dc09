"""Bases: create, copy, get, update."""

import re
from zoneinfo import ZoneInfo

from sandbox.acts.bitable.bases import copy_base, new_base
from sandbox.acts.bitable.telling import tell_edited
from sandbox.api.answers import Json, Refused, ok
from sandbox.api.bitable.asking import flag_in, text_in
from sandbox.api.bitable.gate import (
    check_may_manage,
    operator_of,
    reads,
    wire,
    writes,
)
from sandbox.api.bitable.rates import PER_MINUTE_20, PER_SECOND_10, PER_SECOND_20
from sandbox.api.call import Call, Route
from sandbox.state.bitable.model import Base

MOST_NAME = 255
NEW_NAME = re.compile(r"[^?/\\*:\[\]]{1,100}")
SCOPE = "bitable:app"
APPS = "/bitable/v1/apps"
APP = "/bitable/v1/apps/{app_token}"


def create(call: Call) -> Json:
    with wire():
        name = text_in(call.body, "name", most=MOST_NAME, default="")
        folder = text_in(call.body, "folder_token", default="")
        time_zone = _time_zone(call)
    base = new_base(call.box, name, operator_of(call), bot_perm=_bot_perm(call))
    base.folder_token, base.time_zone = folder, time_zone or base.time_zone
    return ok({"app": _view(base) | {"default_table_id": next(iter(base.tables))}})


def _view(base: Base) -> Json:
    return {
        "app_token": base.app_token,
        "name": base.name,
        "folder_token": base.folder_token,
        "url": base.url,
        "time_zone": base.time_zone,
    }


def _bot_perm(call: Call) -> str:
    """A person's base is not shared with the app by itself."""
    return "none" if call.login else "full_access"


def _time_zone(call: Call) -> str:
    name = text_in(call.body, "time_zone", default="")
    if name:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise Refused(1254001, ext="time_zone") from None
    return name


def copy(call: Call, base: Base) -> Json:
    name = text_in(call.body, "name", most=MOST_NAME, default="")
    contents = not flag_in(call.body, "without_content")
    copied = copy_base(call.box, base, name, operator_of(call), contents=contents)
    copied.folder_token = text_in(call.body, "folder_token", default="")
    copied.time_zone = _time_zone(call) or copied.time_zone
    copied.bot_perm = _bot_perm(call)
    return {"app": _view(copied)}


def get(call: Call, base: Base) -> Json:
    return {
        "app": {
            "app_token": base.app_token,
            "name": base.name,
            "revision": base.revision,
            "is_advanced": base.advanced,
            "time_zone": base.time_zone,
            "formula_type": 1,
            "advance_version": "v2",
        }
    }


def update(call: Call, base: Base) -> Json:
    """Name and advanced permissions one after the other: not atomic."""
    if call.body.get("name") is not None:
        name = text_in(call.body, "name")
        if not NEW_NAME.fullmatch(name):
            raise Refused(1254001, ext="name has 1 to 100 characters, none of ?/\\*:[]")
        base.name = name
        base.revision += 1
        tell_edited(call.box, base, operator_of(call))
    if call.body.get("is_advanced") is not None:
        check_may_manage(call, base)
        base.advanced = flag_in(call.body, "is_advanced")
    answer = {"app_token": base.app_token, "name": base.name, "is_advanced": base.advanced}
    return {"app": answer}


ROUTES = [
    Route("POST", APPS, create, scope=SCOPE, rates=PER_MINUTE_20, bad_json=1254000),
    Route(
        "POST",
        f"{APP}/copy",
        reads(copy, newer=True),
        scope=SCOPE,
        rates=PER_MINUTE_20,
        bad_json=1254000,
    ),
    Route("GET", APP, reads(get), scope=SCOPE, rates=PER_SECOND_20),
    Route("PUT", APP, writes(update), scope=SCOPE, rates=PER_SECOND_10, bad_json=1254000),
]
