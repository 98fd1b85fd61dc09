"""The address book changes: people move, get new numbers, resign."""

from sandbox.core import Sandbox
from sandbox.push import contact_events
from sandbox.state.people import Person


def change(box: Sandbox, person: Person, fields: dict[str, str]) -> Person:
    changed = box.world.people.change(person.open_id, **fields)
    if changed.resigned and not person.resigned:
        box.world.logins.revoke(person.open_id)
        event = contact_events.user_deleted(changed, person)
        kind = "contact.user.deleted_v3"
    else:
        event = contact_events.user_updated(changed, person)
        kind = "contact.user.updated_v3"
    for name, scope in contact_events.FIELDS.items():
        if not box.world.grants.has(scope):
            event["object"].pop(name, None)
            event["old_object"].pop(name, None)
    box.pusher.event(kind, event)
    return changed
