"""The address book."""

from sandbox.api.answers import Json, Refused, ok
from sandbox.api.call import USER_ID_TYPES, Call, Route
from sandbox.api.paging import page_of
from sandbox.state import ids
from sandbox.state.people import Person

SCOPE = "contact:contact.base:readonly"
MOST_IDS = 50
STATUS = {
    "is_frozen": False,
    "is_resigned": False,
    "is_activated": True,
    "is_exited": False,
    "is_unjoin": False,
}


def user_item(person: Person) -> Json:
    avatar = f"https://sandbox.invalid/avatar/{person.open_id}.png"
    item: Json = {
        "union_id": person.union_id,
        "user_id": person.user_id,
        "open_id": person.open_id,
        "name": person.name,
        "en_name": "",
        "nickname": "",
        "email": person.email,
        "mobile": person.mobile,
        "mobile_visible": True,
        "gender": 0,
        "avatar": {f"avatar_{size}": avatar for size in ("72", "240", "640", "origin")},
        "status": STATUS,
        "department_ids": [person.department_id],
        "city": person.city,
        "country": "CN",
        "work_station": person.station_name,
        "join_time": 1672502400,
        "is_tenant_manager": False,
        "employee_no": person.key,
        "employee_type": 1,
        "job_title": person.role,
    }
    if person.station_code:
        item["custom_attrs"] = [_attribute("C-stationcode", person.station_code)]
    return item


def _attribute(attribute_id: str, text: str) -> Json:
    return {"type": "TEXT", "id": attribute_id, "value": {"text": text}}


def get(call: Call) -> Json:
    id_type = call.choice("user_id_type", USER_ID_TYPES, "open_id")
    person = call.world.people.find(id_type, call.path("user_id"))
    if person is None:
        raise Refused(41012)
    return ok({"user": user_item(person)})


def batch(call: Call) -> Json:
    id_type = call.choice("user_id_type", USER_ID_TYPES, "open_id")
    wanted = call.queries("user_ids")
    if not 1 <= len(wanted) <= MOST_IDS:
        raise Refused(40001)
    found = [call.world.people.find(id_type, one) for one in wanted]
    return ok({"items": [user_item(one) for one in found if one is not None]})


def batch_get_id(call: Call) -> Json:
    """An address that nobody has comes back without user_id."""
    id_type = call.choice("user_id_type", USER_ID_TYPES, "open_id")
    rows: list[Json] = []
    for field, kind in (("emails", "email"), ("mobiles", "mobile")):
        for value in call.texts(field, most=MOST_IDS):
            person = call.world.people.find(kind, value)
            known = {"user_id": person.id_as(id_type), "status": STATUS} if person else {}
            rows.append({kind: value, **known})
    return ok({"user_list": rows})


def basic_batch(call: Call) -> Json:
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
    people = call.world.people.in_department(call.query("department_id"))
    if not people:
        raise Refused(40004)
    page, next_page = page_of(call, people, default=10, most=50)
    return ok({"items": [user_item(one) for one in page], **next_page})


def department(call: Call) -> Json:
    wanted = call.path("department_id")
    people = call.world.people.in_department(wanted)
    if not people:
        raise Refused(40004)
    name = people[0].station_name or people[0].role
    return ok(
        {
            "department": {
                "name": name,
                "i18n_name": {"zh_cn": name},
                "parent_department_id": "0",
                "department_id": ids.stable("", wanted)[:16],
                "open_department_id": wanted,
                "member_count": len(people),
                "status": {"is_deleted": False},
            }
        }
    )


ROUTES = [
    Route("GET", "/contact/v3/users/batch", batch, scope=SCOPE),
    Route("POST", "/contact/v3/users/batch_get_id", batch_get_id, scope="contact:user.id:readonly"),
    Route("POST", "/contact/v3/users/basic_batch", basic_batch, scope=SCOPE),
    Route("GET", "/contact/v3/users/find_by_department", by_department, scope=SCOPE),
    Route("GET", "/contact/v3/users/{user_id}", get, scope=SCOPE),
    Route("GET", "/contact/v3/departments/{department_id}", department, scope=SCOPE),
]
