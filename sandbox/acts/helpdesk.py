"""Tickets of the helpdesk come and change; the app hears of it once it has subscribed."""

from typing import Any

from sandbox.core import Sandbox
from sandbox.push.events import operator_ids
from sandbox.state import ids
from sandbox.state.office import Helpdesk

Json = dict[str, Any]
TICKET = (
    "ticket_id",
    "helpdesk_id",
    "status",
    "score",
    "created_at",
    "updated_at",
    "closed_at",
    "channel",
    "solve",
    "customized_fields",
    "chat_id",
)
OLD = ("stage", "status", "updated_at")


def put_ticket(box: Sandbox, desk: Helpdesk, given: Json) -> Json:
    """A new ticket, or new values for the one with this ticket_id."""
    rows: list[Json] = desk.rows.setdefault("tickets", [])
    known = next((one for one in rows if one.get("ticket_id") == given.get("ticket_id")), None)
    now = box.world.clock.ms()
    if known is None:
        ticket = {"ticket_id": ids.fresh("", 16), "status": 1, "created_at": now} | given
        rows.append(ticket)
        _push(box, desk, "ticket.created_v1", _shown(box, desk, ticket))
        return ticket
    before = _shown(box, desk, known)
    known |= {"updated_at": now} | given
    after = _shown(box, desk, known)
    old = {name: before[name] for name in OLD if name in before and before[name] != after[name]}
    _push(box, desk, "ticket.updated_v1", {"object": after, "old_object": old})
    return known


def say(box: Sandbox, desk: Helpdesk, ticket: Json, given: Json) -> Json:
    said = desk.rows.setdefault("messages", {}).setdefault(ticket["ticket_id"], [])
    made = {
        "id": ids.fresh("", 16),
        "message_id": ids.fresh("om_"),
        "message_type": "text",
        "content": "",
        "created_at": box.world.clock.ms(),
    }
    message = made | {name: value for name, value in given.items() if name != "sender_type"}
    said.append(message)
    _push(box, desk, "ticket_message.created_v1", _told(box, desk, ticket, message, given))
    return message


def _told(box: Sandbox, desk: Helpdesk, ticket: Json, message: Json, given: Json) -> Json:
    kind, text = message["message_type"], str(message["content"])
    return {
        "ticket_message_id": message["id"],
        "message_id": message["message_id"],
        "msg_type": kind,
        "position": str(len(desk.rows["messages"][ticket["ticket_id"]])),
        "sender_id": operator_ids(box.world, str(message.get("user_id", ""))),
        "sender_type": given.get("sender_type", 2),
        "text": text,
        "ticket": _shown(box, desk, ticket),
        "event_id": ids.fresh(""),
        "chat_id": ticket.get("chat_id", ""),
        "content": {"content": text, "msg_type": kind},
    }


def _shown(box: Sandbox, desk: Helpdesk, ticket: Json) -> Json:
    """As events show a ticket: its type is called stage, and the guest has ids of all kinds."""
    guest = ticket.get("guest") or {}
    shown = {name: ticket[name] for name in TICKET if name in ticket}
    return shown | {
        "helpdesk_id": desk.helpdesk_id,
        "stage": ticket.get("ticket_type", 1),
        "guest": {
            "id": operator_ids(box.world, str(guest.get("id", ""))),
            "name": guest.get("name", ""),
        },
    }


def _push(box: Sandbox, desk: Helpdesk, kind: str, event: Json) -> None:
    if f"helpdesk.{kind}" in desk.subscribed:
        box.pusher.event(f"helpdesk.{kind}", event)
