"""The address book changes: people join, move, get new numbers, resign."""

from typing import Any

from sandbox.core import Sandbox
from sandbox.push import contact_events
from sandbox.state.people import Person

# Feishu tells a new phone number and a new address apart from the rest.
APART = ("mobile", "email")


def join(box: Sandbox, name: str, role: str, beside: Person) -> Person:
    person = box.world.people.join(name, role, beside)
    _push(box, "contact.user.created_v3", contact_events.user_created(person))
    box.world.feed.publish("people", {}, [one.open_id for one in box.world.people])
    return person


def change(box: Sandbox, person: Person, fields: dict[str, str]) -> Person:
    changed = box.world.people.change(person.open_id, **fields)
    if changed.resigned and not person.resigned:
        box.world.logins.revoke(person.open_id)
        _push(box, "contact.user.deleted_v3", contact_events.user_deleted(changed, person))
        return changed
    event = contact_events.user_updated(changed, person)
    old = event["old_object"]
    for part in ([name for name in old if name not in APART], *([one] for one in APART)):
        if before := {name: old[name] for name in part if name in old}:
            told = {"object": dict(event["object"]), "old_object": before}
            _push(box, "contact.user.updated_v3", told)
    return changed


def _push(box: Sandbox, kind: str, event: dict[str, Any]) -> None:
    for name, scope in contact_events.FIELDS.items():
        if not box.world.grants.has(scope):
            for part in event.values():
                part.pop(name, None)
    box.pusher.event(kind, event)
