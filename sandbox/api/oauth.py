"""User tokens for a code or a refresh token, and who they belong to.

Sources: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/authentication-management/access-token/get-user-access-token
and .../access-token/refresh-user-access-token, .../reference/authen-v1/user_info/get
"""

import base64
import hashlib

from sandbox.api.answers import Json, Refused, ok
from sandbox.api.call import Call, Route
from sandbox.api.oauth_errors import TOKEN_PATH, refused
from sandbox.state.grants import EMPLOYEE_ID, split_scopes
from sandbox.state.logins import ACCESS_S, OFFLINE, Code, Refresh
from sandbox.state.people import Person

VERIFIER_LENGTH = range(43, 129)


def token(call: Call) -> Json:
    grant = _text(call, "grant_type")
    if grant not in ("authorization_code", "refresh_token"):
        raise refused(20036)
    _check_client(call)
    return _for_code(call) if grant == "authorization_code" else _for_refresh(call)


def _text(call: Call, name: str, *, required: bool = True) -> str:
    value = call.body.get(name)
    if value is None or value == "":
        if required:
            raise refused(20001)
        return ""
    if not isinstance(value, str):
        raise refused(20063)
    return value


def _check_client(call: Call) -> None:
    client_id, settings = _text(call, "client_id"), call.box.settings
    if call.request.headers.get("Authorization", "").startswith("Basic "):
        raise refused(20070)
    if client_id != settings.app_id:
        raise refused(20048)
    if _text(call, "client_secret") != settings.app_secret:
        raise refused(20002)


def _for_code(call: Call) -> Json:
    name = _text(call, "code")
    code, now = call.world.logins.codes.get(name), call.world.clock.now()
    if code is None:
        raise refused(20003)
    if code.used:
        raise refused(20065)
    if code.ends <= now:
        raise refused(20004)
    redirect_uri = _text(call, "redirect_uri", required=False)
    if redirect_uri and redirect_uri != code.redirect_uri:
        raise refused(20071)
    _check_pkce(call, code)
    person, scopes = _person(call, code.open_id), _narrowed(call, code.scopes)
    code.used = True
    return _tokens(call, person, scopes, 0.0)


def _check_pkce(call: Call, code: Code) -> None:
    verifier = _text(call, "code_verifier", required=False)
    if not code.challenge:
        return
    digest = hashlib.sha256(verifier.encode()).digest()
    made = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    if len(verifier) not in VERIFIER_LENGTH or made != code.challenge:
        raise refused(20049)


def _narrowed(call: Call, granted: list[str]) -> list[str]:
    """The scopes that are asked for now: some of those that were granted."""
    wanted = split_scopes(_text(call, "scope", required=False))
    if len(set(wanted)) < len(wanted):
        raise refused(20067)
    if not set(wanted) <= set(granted):
        raise refused(20068)
    return list(wanted) or granted


def _for_refresh(call: Call) -> Json:
    name = _text(call, "refresh_token")
    refresh, now = call.world.logins.refreshes.get(name), call.world.clock.now()
    if refresh is None:
        raise refused(20026)
    _check_refresh(call, refresh, now)
    person, scopes = _person(call, refresh.open_id), _narrowed(call, refresh.scopes)
    refresh.used = True
    return _tokens(call, person, scopes, refresh.chain_ends)


def _check_refresh(call: Call, refresh: Refresh, now: float) -> None:
    if refresh.revoked:
        raise refused(20064)
    if refresh.used:
        raise refused(20073)
    if refresh.ends <= now:
        raise refused(20037)
    if not call.box.settings.refresh_tokens:
        raise refused(20074)


def _person(call: Call, open_id: str) -> Person:
    person = call.world.people.get(open_id)
    if person is None:
        raise refused(20008)
    if person.status != "active":
        raise refused(20066)
    if open_id in call.box.faults.unavailable:
        raise refused(20010)
    return person


def _tokens(call: Call, person: Person, scopes: list[str], chain_ends: float) -> Json:
    logins, now = call.world.logins, call.world.clock.now()
    answer: Json = {
        "code": 0,
        "access_token": logins.issue_token(person.open_id, scopes, now),
        "expires_in": ACCESS_S,
        "token_type": "Bearer",
        "scope": " ".join(scopes),
    }
    if OFFLINE in scopes and call.box.settings.refresh_tokens:
        name, life = logins.issue_refresh(person.open_id, scopes, now, chain_ends)
        answer |= {"refresh_token": name, "refresh_token_expires_in": life}
    return answer


def user_info(call: Call) -> Json:
    if call.login is None:
        raise Refused(20005)
    person = call.world.people.get(call.login.open_id)
    if person is None:
        raise Refused(20008, status=200)
    if person.status != "active":
        raise Refused(20021 if person.resigned else 20022)
    avatar = f"https://sandbox.invalid/avatar/{person.open_id}.png"
    data: Json = {
        "name": person.name,
        "en_name": "",
        "open_id": person.open_id,
        "union_id": person.union_id,
        "tenant_key": call.world.tenant_key,
    }
    data |= {f"avatar_{size}": avatar for size in ("url", "thumb", "middle", "big")}
    grants = call.world.grants
    for scope, fields in (
        ("contact:user.email:readonly", {"email": person.email, "enterprise_email": ""}),
        ("contact:user.phone:readonly", {"mobile": person.mobile}),
        (EMPLOYEE_ID, {"user_id": person.user_id}),
        ("contact:user.employee:readonly", {"employee_no": person.key}),
    ):
        data |= fields if grants.has(scope) else {}
    return ok(data)


ROUTES = [
    Route("POST", TOKEN_PATH, token, open=True, bad_json=20063),
    Route("GET", "/authen/v1/user_info", user_info, user=True),
]
