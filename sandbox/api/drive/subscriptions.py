"""Subscriptions to the events of one base; without one nothing is pushed about it.

Source: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/drive-v1/file/subscribe
"""

from sandbox.api.answers import Json, Refused, ok
from sandbox.api.bitable.gate import perm_of
from sandbox.api.bitable.rates import PER_MINUTE_10
from sandbox.api.call import Call, Route
from sandbox.state.bitable.model import Base

FILE = "/drive/v1/files/{file_token}"
SCOPE = "docs:event:subscribe"
FILE_TYPES = ("doc", "docx", "sheet", "bitable", "file", "folder")


def _base(call: Call) -> Base:
    kind = call.query("file_type")
    if kind not in FILE_TYPES:
        raise Refused(1069602, ext="file_type")
    base = call.world.office.bases.get(call.path("file_token"))
    if base is None or kind != "bitable":
        raise Refused(1069604)
    if perm_of(call, base) != "full_access":  # only who owns or manages the base
        raise Refused(91403)
    return base


def subscribe(call: Call) -> Json:
    """All events of the base or none; a base takes no event_type."""
    if call.query("event_type"):
        raise Refused(1069602, ext="event_type")
    _base(call).subscribed = True
    return ok()


def state(call: Call) -> Json:
    return ok({"is_subscribe": _base(call).subscribed})


def unsubscribe(call: Call) -> Json:
    base = _base(call)
    if not base.subscribed:
        raise Refused(1069605)
    base.subscribed = False
    return ok()


ROUTES = [
    Route("POST", f"{FILE}/subscribe", subscribe, scope=SCOPE),
    Route("GET", f"{FILE}/get_subscribe", state, scope=SCOPE, rates=PER_MINUTE_10),
    Route("DELETE", f"{FILE}/delete_subscribe", unsubscribe, scope=SCOPE, rates=PER_MINUTE_10),
]
