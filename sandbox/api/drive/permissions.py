"""Collaborators of a base: add one, hand over ownership.

Source: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/drive-v1/permission-member/create
"""

from sandbox.api.answers import Json, Refused, ok
from sandbox.api.bitable.gate import operator_of, perm_of
from sandbox.api.bitable.rates import PER_MINUTE_100
from sandbox.api.call import Call, Route
from sandbox.state.bitable.model import Base

MEMBERS = "/drive/v1/permissions/{token}/members"
SCOPE = "bitable:app"
PERSON_TYPES = {
    "openid": "open_id",
    "userid": "user_id",
    "unionid": "union_id",
    "email": "email",
}
MEMBER_TYPES = (*PERSON_TYPES, "openchat", "opendepartmentid", "groupid", "wikispaceid")
PERMS = ("view", "edit", "full_access")


def _base(call: Call) -> Base:
    if call.query("type") != "bitable":
        raise Refused(1063001, ext="type")
    bases = call.world.office.bases
    base = bases.get(call.path("token"))
    if base is None:
        raise Refused(1063005 if bases.is_gone(call.path("token")) else 1063001)
    if perm_of(call, base) != "full_access":
        raise Refused(1063004)
    return base


def _person(call: Call, kind: str, value: str) -> str:
    person = call.world.people.find(PERSON_TYPES[kind], value)
    if person is None or person.open_id in call.box.faults.unavailable:
        raise Refused(1063003)
    return person.open_id


def add(call: Call) -> Json:
    base = _base(call)
    kind, value, perm = (call.body.get(one) for one in ("member_type", "member_id", "perm"))
    if kind not in MEMBER_TYPES or perm not in PERMS or not isinstance(value, str) or not value:
        raise Refused(1063001)
    if kind == "openid" and value == call.world.bot.open_id:
        base.bot_perm = perm
    elif kind in PERSON_TYPES:
        base.members[_person(call, kind, value)] = perm
    elif kind == "openchat":
        if call.world.chats.get(value) is None:
            raise Refused(1063001)
        base.members[value] = perm
    else:  # departments and the like only with a person's token
        raise Refused(1063003)
    return ok({"member": dict(call.body)})


def transfer(call: Call) -> Json:
    """The old owner keeps what old_owner_perm says, or nothing if it is to be removed."""
    base = _base(call)
    kind, value = call.body.get("member_type"), call.body.get("member_id")
    if kind not in ("email", "openid", "userid") or not isinstance(value, str):
        raise Refused(1063001)
    perm = call.query("old_owner_perm", "full_access")
    if perm not in PERMS:
        raise Refused(1063001, ext="old_owner_perm")
    old = base.owner
    if old != operator_of(call):
        raise Refused(1063002)
    base.owner = _person(call, kind, value)
    kept = "none" if call.query("remove_old_owner").lower() == "true" else perm
    if call.login is None:
        base.bot_perm = kept
    else:
        base.members[old] = kept
    return ok()


ROUTES = [
    Route("POST", MEMBERS, add, scope=SCOPE, rates=PER_MINUTE_100),
    Route("POST", f"{MEMBERS}/transfer_owner", transfer, scope=SCOPE, rates=PER_MINUTE_100),
]
