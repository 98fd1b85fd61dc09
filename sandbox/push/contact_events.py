"""Events about changes of the address book.

Source: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/contact-v3/user/events/updated
"""

from typing import Any

from sandbox.push.events import ids_of
from sandbox.state.people import Person

# The fields of an event, and the scope that each one wants; the others need none.
FIELDS = {
    "name": "contact:user.base:readonly",
    "email": "contact:user.email:readonly",
    "mobile": "contact:user.phone:readonly",
    "job_title": "contact:user.employee:readonly",
    "employee_no": "contact:user.employee:readonly",
    "status": "contact:user.employee:readonly",
    "department_ids": "contact:user.department:readonly",
}


def user_created(person: Person) -> dict[str, Any]:
    return {"object": _object(person)}


def user_updated(person: Person, before: Person) -> dict[str, Any]:
    new, old = _object(person), _object(before)
    changed = {name: value for name, value in old.items() if value != new[name]}
    return {"object": new, "old_object": changed}


def user_deleted(person: Person, before: Person) -> dict[str, Any]:
    """The departments stand in old_object only."""
    new = {name: value for name, value in _object(person).items() if name != "department_ids"}
    return {"object": new, "old_object": {"department_ids": [before.department_id]}}


def _object(person: Person) -> dict[str, Any]:
    return {
        **ids_of(person),
        "name": person.name,
        "email": person.email,
        "mobile": person.mobile,
        "job_title": person.role,
        "employee_no": person.key,
        "employee_type": 1,
        "department_ids": [person.department_id],
        "status": {
            "is_frozen": person.status == "frozen",
            "is_resigned": person.resigned,
            "is_activated": True,
            "is_exited": False,
            "is_unjoin": False,
        },
    }
