"""People and departments as the address book answers them, field by field.

Source: the field scopes of
https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/contact-v3/user/get
"""

from sandbox.api.answers import Json
from sandbox.api.call import Call
from sandbox.state.departments import ROOT, Department
from sandbox.state.grants import EMPLOYEE_ID, Grants
from sandbox.state.people import Person

FIELD_SCOPES = {
    "contact:user.base:readonly": ("name", "en_name", "nickname", "avatar", "gender"),
    "contact:user.department:readonly": ("department_ids", "orders"),
    "contact:user.employee:readonly": (
        "job_title",
        "status",
        "employee_type",
        "employee_no",
        "city",
        "country",
        "work_station",
        "join_time",
        "is_tenant_manager",
        "custom_attrs",
    ),
    "contact:user.phone:readonly": ("mobile", "mobile_visible"),
    "contact:user.email:readonly": ("email",),
    EMPLOYEE_ID: ("user_id",),
}
# The two old scopes bring all fields.
WHOLE = ("contact:contact:readonly_as_app", "contact:contact:access_as_app")


def status_of(person: Person) -> Json:
    return {
        "is_frozen": person.status == "frozen",
        "is_resigned": person.resigned,
        "is_activated": True,
        "is_exited": False,
        "is_unjoin": False,
    }


def user_item(call: Call, person: Person) -> Json:
    return visible(call.world.grants, _whole_item(call, person))


def visible(grants: Grants, item: Json) -> Json:
    """Without the fields whose scope the app lacks: they are absent, not empty."""
    if grants.named and grants.has(*WHOLE):
        return item
    hidden: set[str] = set()
    for scope, names in FIELD_SCOPES.items():
        hidden |= set() if grants.has(scope) else set(names)
    return {name: value for name, value in item.items() if name not in hidden}


def _whole_item(call: Call, person: Person) -> Json:
    avatar = f"https://sandbox.invalid/avatar/{person.open_id}.png"
    department = call.world.departments.find("open_department_id", person.department_id)
    by_custom = call.query("department_id_type") == "department_id" and department is not None
    department_id = department.custom_id if by_custom and department else person.department_id
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
        "status": status_of(person),
        "department_ids": [department_id],
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


def department_item(call: Call, found: Department) -> Json:
    world = call.world
    by_custom = call.query("department_id_type") == "department_id"
    parent = world.departments.find("open_department_id", found.parent)
    inside = {found.open_id} | {one.open_id for one in world.departments.below(found.open_id)}
    members = sum(one.department_id in inside and not one.resigned for one in world.people)
    return {
        "name": found.name,
        "i18n_name": {"zh_cn": found.name},
        "parent_department_id": (parent.custom_id if by_custom else parent.open_id)
        if parent
        else ROOT,
        "department_id": found.custom_id,
        "open_department_id": found.open_id,
        "order": str(found.order),
        "member_count": members,
        "status": {"is_deleted": False},
    }
