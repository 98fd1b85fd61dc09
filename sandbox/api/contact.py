"""The address book: people."""

from sandbox.api.answers import Json, Refused, ok
from sandbox.api.call import USER_ID_TYPES, Call, Route
from sandbox.api.contact_items import status_of, user_item
from sandbox.api.paging import page_of
from sandbox.state.departments import ROOT
from sandbox.state.people import Person

SCOPE = "contact:contact.base:readonly"
MOST_IDS = 50
FIVE = ((5, 1.0),)
DEPARTMENT_ID_TYPES = ("open_department_id", "department_id")


def get(call: Call) -> Json:
    id_type = call.choice("user_id_type", USER_ID_TYPES, "open_id")
    call.choice("department_id_type", DEPARTMENT_ID_TYPES, "open_department_id")
    person = call.world.people.find(id_type, call.path("user_id"))
    if person is None:
        raise Refused(41012)
    if outside(call, person):
        call.world.journal.strike("outside_contact")
        raise Refused(41050)
    return ok({"user": user_item(call, person)})


def outside(call: Call, person: Person) -> bool:
    """Whether the person is outside the app's contact range."""
    return person.open_id in call.box.faults.outside_contact


def batch(call: Call) -> Json:
    id_type = call.choice("user_id_type", USER_ID_TYPES, "open_id")
    wanted = call.queries("user_ids")
    if not 1 <= len(wanted) <= MOST_IDS:
        raise Refused(40001)
    found = [call.world.people.find(id_type, one) for one in wanted]
    return ok({"items": [user_item(call, one) for one in found if one and not outside(call, one)]})


def batch_get_id(call: Call) -> Json:
    """An address that nobody has comes back without user_id."""
    id_type = call.choice("user_id_type", USER_ID_TYPES, "open_id")
    with_resigned = call.flag("include_resigned")
    rows: list[Json] = []
    for field, kind in (("emails", "email"), ("mobiles", "mobile")):
        for value in call.texts(field, most=MOST_IDS):
            person = call.world.people.find(kind, value)
            if person is None or outside(call, person) or (person.resigned and not with_resigned):
                rows.append({kind: value})
            else:
                known = {"user_id": person.id_as(id_type), "status": status_of(person)}
                rows.append({kind: value, **known})
    return ok({"user_list": rows})


def basic_batch(call: Call) -> Json:
    """Names, whatever the app's contact range."""
    id_type = call.choice("user_id_type", USER_ID_TYPES, "open_id")
    wanted = call.texts("user_ids", required=True, most=10)
    found = [(one, call.world.people.find(id_type, one)) for one in wanted]
    users = [
        {"user_id": one, "name": who.name, "i18n_name": {"zh_cn": who.name}}
        for one, who in found
        if who is not None
    ]
    return ok({"users": users})


def by_department(call: Call) -> Json:
    """Direct members only."""
    kind = call.choice("department_id_type", DEPARTMENT_ID_TYPES, "open_department_id")
    wanted = call.query("department_id")
    found = call.world.departments.find(kind, wanted)
    if found is None and wanted != ROOT:
        raise Refused(40004)
    people = call.world.people.in_department(found.open_id) if found else []
    rows = [one for one in people if not one.resigned and not outside(call, one)]
    page, next_page = page_of(call, rows, default=10, most=50)
    return ok({"items": [user_item(call, one) for one in page], **next_page})


_ALL = "/contact/v3/users"
ROUTES = [
    Route("GET", f"{_ALL}/batch", batch, scope=SCOPE, user=True),
    Route("POST", f"{_ALL}/batch_get_id", batch_get_id, scope="contact:user.id:readonly"),
    Route("POST", f"{_ALL}/basic_batch", basic_batch, scope=SCOPE, user=True, rates=FIVE),
    Route("GET", f"{_ALL}/find_by_department", by_department, scope=SCOPE, user=True),
    Route("GET", f"{_ALL}/{{user_id}}", get, scope=SCOPE, user=True),
]
