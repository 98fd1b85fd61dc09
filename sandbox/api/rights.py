"""Tokens, scopes and quotas: whether a call may be made at all."""

from sandbox.api.answers import Refused
from sandbox.api.call import Call, Route
from sandbox.api.scopes import needs_of
from sandbox.core import Sandbox
from sandbox.state.grants import Grants
from sandbox.state.logins import UserToken


def check_token(call: Call, route: Route) -> None:
    """A tenant token, or for some calls the token of a person."""
    header = call.request.headers.get("Authorization", "")
    if not header:
        raise Refused(99991661)
    token = header.removeprefix("Bearer ").strip()
    if not token.startswith(("t-", "u-", "eyJ")):
        raise Refused(99991671)
    now = call.world.clock.now()
    if call.world.tokens.is_good(token, now):
        return  # what a call does with an app's token where it wants a person's is its own affair
    call.login = call.world.logins.holder(token, now)
    if call.login is None:
        raise _bad_token(call, token, route)
    if not route.user:
        raise Refused(99991668)


def _bad_token(call: Call, token: str, route: Route) -> Refused:
    known = call.world.logins.tokens.get(token)
    if known is not None:
        return Refused(99991677)
    if route.user and not token.startswith("t-"):
        return Refused(99991668)
    return Refused(99991663, status=call.box.faults.bad_token_status)


def check_rights(box: Sandbox, route: Route, login: UserToken | None) -> None:
    _check_quota(box)
    if route.scope and route.scope in box.faults.missing_scopes:
        box.world.journal.strike("missing_scopes")
        raise denied((route.scope,))
    for any_of in needs_of(route):
        if not box.world.grants.has(*any_of):
            raise denied(any_of)
        if login is not None and not set(any_of) & set(login.scopes):
            raise Refused(99991679, error=_violations(any_of))


def _check_quota(box: Sandbox) -> None:
    journal, faults = box.world.journal, box.faults
    month = f"calls of {box.world.clock.stamp()[:7]}"
    journal.count(month)
    over = 0 <= faults.monthly_quota < journal.counted(month)
    if faults.quota_exhausted or over:
        journal.strike("monthly_quota" if over else "quota_exhausted")
        raise Refused(99991403)


def denied(any_of: tuple[str, ...]) -> Refused:
    text = f"Access denied. One of the following scopes is required: [{', '.join(any_of)}]."
    return Refused(99991672, msg=text, error=_violations(any_of))


def _violations(any_of: tuple[str, ...]) -> dict[str, object]:
    rows = [{"type": "action_privilege_required", "subject": one} for one in any_of]
    return {"permission_violations": rows}


def check_group_reading(grants: Grants) -> None:
    """What other people wrote in groups is read with im:message.group_msg only."""
    if grants.named and not grants.has("im:message.group_msg", "im:message.group_msg:readonly"):
        raise Refused(230027, ext="need scope im:message.group_msg")
