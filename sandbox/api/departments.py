"""The address book: departments, and what of it the app may see.

Source: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/contact-v3/department/children
"""

from sandbox.api.answers import Json, Refused, ok, wrong_field
from sandbox.api.call import USER_ID_TYPES, Call, Route
from sandbox.api.contact import DEPARTMENT_ID_TYPES, MOST_IDS, SCOPE, outside
from sandbox.api.contact_items import department_item
from sandbox.api.paging import page_of
from sandbox.state.departments import ROOT, Department

# Below this many departments `fetch_child` walks the whole tree. The real number is not published.
MOST_RECURSIVE = 1000


def get(call: Call) -> Json:
    return ok({"department": department_item(call, _found(call, call.path("department_id")))})


def _found(call: Call, wanted: str) -> Department:
    kind = call.choice("department_id_type", DEPARTMENT_ID_TYPES, "open_department_id")
    found = call.world.departments.find(kind, wanted)
    if found is None:
        raise Refused(40004)
    return found


def children(call: Call) -> Json:
    wanted = call.path("department_id")
    open_id = ROOT if wanted == ROOT else _found(call, wanted).open_id
    if wanted == ROOT and call.box.faults.outside_contact:
        # The root wants the range of all staff.
        raise Refused(40014)
    if _truth(call, "fetch_child"):
        rows = call.world.departments.below(open_id)
        if len(rows) > MOST_RECURSIVE:
            raise Refused(43010)
    else:
        rows = call.world.departments.children(open_id)
    page, next_page = page_of(call, rows, default=10, most=50)
    return ok({"items": [department_item(call, one) for one in page], **next_page})


def _truth(call: Call, name: str) -> bool:
    text = call.query(name, "false").lower()
    if text not in ("true", "false"):
        raise wrong_field(name, "true or false", text)
    return text == "true"


def parent(call: Call) -> Json:
    rows = call.world.departments.above(_found(call, call.query("department_id")))
    page, next_page = page_of(call, rows, default=10, most=50)
    return ok({"items": [department_item(call, one) for one in page], **next_page})


def batch(call: Call) -> Json:
    kind = call.choice("department_id_type", DEPARTMENT_ID_TYPES, "open_department_id")
    wanted = call.queries("department_ids")
    if not 1 <= len(wanted) <= MOST_IDS:
        raise Refused(40001)
    found = [call.world.departments.find(kind, one) for one in wanted]
    return ok({"items": [department_item(call, one) for one in found if one is not None]})


def scopes(call: Call) -> Json:
    """What the app may see: the top departments, or single people when some are outside."""
    id_type = call.choice("user_id_type", USER_ID_TYPES, "open_id")
    kind = call.choice("department_id_type", DEPARTMENT_ID_TYPES, "open_department_id")
    if call.box.faults.outside_contact:
        rows = [one for one in call.world.people if not outside(call, one)]
        page, next_page = page_of(call, rows, default=50, most=100)
        seen = {"user_ids": [one.id_as(id_type) for one in page], "department_ids": []}
    else:
        top = call.world.departments.children(ROOT)
        tops, next_page = page_of(call, top, default=50, most=100)
        seen = {"user_ids": [], "department_ids": [one.id_as(kind) for one in tops]}
    return ok({**seen, "group_ids": [], **next_page})


_ALL = "/contact/v3/departments"
ROUTES = [
    Route("GET", f"{_ALL}/batch", batch, scope=SCOPE, user=True),
    Route("GET", f"{_ALL}/parent", parent, scope=SCOPE, user=True),
    Route("GET", f"{_ALL}/{{department_id}}", get, scope=SCOPE, user=True),
    Route("GET", f"{_ALL}/{{department_id}}/children", children, scope=SCOPE, user=True),
    Route("GET", "/contact/v3/scopes", scopes, scope=SCOPE),
]
