"""Subscriptions to what happens in the helpdesk.

Source: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/helpdesk-v1/event/subscribe
"""

from sandbox.api.answers import Json, Refused
from sandbox.api.call import Call, Route
from sandbox.api.helpdesk_gate import authorized
from sandbox.state.office import Helpdesk

SCOPE = "helpdesk:all"
EVENTS = {
    "helpdesk.ticket": ("ticket.created_v1", "ticket.updated_v1"),
    "helpdesk.ticket_message": ("ticket_message.created_v1",),
}


def _named(call: Call) -> list[str]:
    events = call.body.get("events")
    if not isinstance(events, list) or not events:
        raise Refused(154000, ext="events")
    for one in events:
        if not isinstance(one, dict) or one.get("subtype") not in EVENTS.get(
            str(one.get("type")), ()
        ):
            raise Refused(154000, ext="type and subtype")
    return [f"helpdesk.{one['subtype']}" for one in events]


def subscribe(call: Call, desk: Helpdesk) -> Json:
    desk.subscribed = sorted({*desk.subscribed, *_named(call)})
    return {}


def unsubscribe(call: Call, desk: Helpdesk) -> Json:
    desk.subscribed = sorted({*desk.subscribed} - {*_named(call)})
    return {}


ROUTES = [
    Route("POST", "/helpdesk/v1/events/subscribe", authorized(subscribe), scope=SCOPE),
    Route("POST", "/helpdesk/v1/events/unsubscribe", authorized(unsubscribe), scope=SCOPE),
]
