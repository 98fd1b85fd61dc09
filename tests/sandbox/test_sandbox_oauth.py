"""Logging in through the browser: the authorize page, tokens, and what is refused."""

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from sandbox.client import SandboxClient
from sandbox.stub_bot import Api, Result
from sandbox.testing import Running, running_sandbox

BACK = "http://127.0.0.1:7000/login/back?from=feishu"
TOKEN = "/authen/v2/oauth/token"
CLIENT = {"client_id": "cli_sandbox", "client_secret": "sandbox-secret"}
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest())
PKCE = {"code_challenge": CHALLENGE.decode().rstrip("="), "code_challenge_method": "S256"}


@pytest.fixture
def site(client: SandboxClient) -> SandboxClient:
    client.allow_redirect(BACK)
    return client


def exchange(api: Api, code: str, /, **more: Any) -> Result:
    body = {"grant_type": "authorization_code", **CLIENT, "code": code, "redirect_uri": BACK}
    return api.call("POST", TOKEN, body | more)


def refresh(api: Api, token: str, **more: Any) -> Result:
    body = {"grant_type": "refresh_token", **CLIENT, "refresh_token": token}
    return api.call("POST", TOKEN, body | more)


def login(api: Api, site: SandboxClient, person: str, scope: str = "offline_access") -> Result:
    return exchange(api, site.code_for(person, BACK, scope=scope))


def page(api: Api, **query: str) -> Result:
    wish = {"client_id": "cli_sandbox", "redirect_uri": BACK, "response_type": "code"}
    return api.call("GET", "/authen/v1/authorize", query=wish | query)


def test_the_page_shows_people_scopes_and_two_buttons(api: Api, site: SandboxClient) -> None:
    shown = page(api, scope="contact:user.email:readonly", state="<s>")
    text = shown.raw.decode()
    assert shown.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "授权" in text
    assert "拒绝" in text
    assert "contact:user.email:readonly" in text
    assert 'value="&lt;s&gt;"' in text
    assert site.person(kind="agent")["name"] in text


def test_a_person_who_agrees_is_sent_back_with_a_code_and_the_state(
    api: Api, site: SandboxClient, bob: str
) -> None:
    wish = {"client_id": "cli_sandbox", "redirect_uri": BACK, "state": "s 1"}
    back = urlsplit(site.authorize(bob, wish))
    query = parse_qs(back.query)
    assert back._replace(query="").geturl() == "http://127.0.0.1:7000/login/back"
    assert (query["from"], query["state"]) == (["feishu"], ["s 1"])
    assert exchange(api, query["code"][0]).body["code"] == 0


def test_a_person_who_refuses_is_sent_back_with_the_word_for_it(
    site: SandboxClient, bob: str
) -> None:
    wish = {"client_id": "cli_sandbox", "redirect_uri": BACK, "state": "s"}
    back = site.authorize(bob, wish, decision="deny")
    assert back == f"{BACK}&error=access_denied&state=s"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"redirect_uri": f"{BACK}&more=1"}, 20029),
        ({"redirect_uri": "http://127.0.0.1:7000/login"}, 20029),
        ({"client_id": "cli_other"}, 20048),
        ({"response_type": "token"}, 20001),
        ({"code_challenge": "x", "code_challenge_method": "plain"}, 20063),
        ({"scope": "a a"}, 20067),
        ({"scope": " ".join(f"s{n}" for n in range(51))}, 20063),
        ({"decision": "allow", "as": "ou_nobody"}, 20008),
    ],
)
def test_what_cannot_be_trusted_is_told_on_the_page(
    api: Api, site: SandboxClient, query: dict[str, str], code: int
) -> None:
    answer = page(api, **query)
    assert answer.status == 400
    assert f"错误码：{code}" in answer.raw.decode()
    assert "Location" not in answer.headers


def test_a_scope_that_the_app_lacks_cannot_be_asked_for(api: Api, site: SandboxClient) -> None:
    site.scopes("im:message")
    assert "错误码：20027" in page(api, scope="contact:user.email:readonly").raw.decode()


def test_the_token_answer_stands_at_the_top(api: Api, site: SandboxClient, bob: str) -> None:
    answer = login(api, site, bob).body
    assert set(answer) == {
        "code",
        "access_token",
        "expires_in",
        "refresh_token",
        "refresh_token_expires_in",
        "token_type",
        "scope",
    }
    assert answer["access_token"].startswith("eyJ")
    assert 1000 < len(answer["access_token"]) < 4096
    assert (answer["expires_in"], answer["refresh_token_expires_in"]) == (7200, 604_800)
    assert answer["scope"] == "auth:user.id:read offline_access"


def test_without_offline_access_there_is_no_refresh_token(
    api: Api, site: SandboxClient, bob: str
) -> None:
    assert "refresh_token" not in login(api, site, bob, scope="").body


def test_the_token_tells_who_logged_in(api: Api, site: SandboxClient, bob: str) -> None:
    api.token = login(api, site, bob).body["access_token"]
    who = api.call("GET", "/authen/v1/user_info").data
    assert (who["open_id"], who["name"]) == (bob, site.person(kind="agent")["name"])
    assert len(who["tenant_key"]) == 16


@pytest.mark.parametrize(
    ("change", "code", "status"),
    [
        ({"grant_type": "password"}, 20036, 400),
        ({"grant_type": ""}, 20001, 400),
        ({"client_id": "cli_other"}, 20048, 400),
        ({"client_secret": "wrong"}, 20002, 400),
        ({"code": "unknown"}, 20003, 400),
        ({"code": ""}, 20001, 400),
        ({"code": 7}, 20063, 400),
        ({"redirect_uri": "http://127.0.0.1:7000/other"}, 20071, 400),
        ({"code_verifier": ""}, 20049, 400),
        ({"code_verifier": "w" * 43}, 20049, 400),
        ({"scope": "im:message"}, 20068, 400),
        ({"scope": "offline_access offline_access"}, 20067, 400),
    ],
)
def test_bad_exchanges(
    api: Api, site: SandboxClient, bob: str, change: dict[str, Any], code: int, status: int
) -> None:
    fresh = site.code_for(bob, BACK, scope="offline_access", **PKCE)
    answer = exchange(api, fresh, **({"code_verifier": VERIFIER} | change))
    assert (answer.status, answer.code) == (status, code)
    assert set(answer.body) == {"code", "error", "error_description"}
    assert exchange(api, fresh, code_verifier=VERIFIER).code == 0


def test_a_body_that_is_not_json_is_malformed(api: Api) -> None:
    assert api.call("POST", TOKEN, raw=b"grant_type=x").code == 20063


def test_two_ways_of_showing_the_secret_are_one_too_many(api: Api, site: SandboxClient) -> None:
    body = {"grant_type": "authorization_code", **CLIENT, "code": "x"}
    headers = {"Authorization": "Basic Y2xpOnNlY3JldA=="}
    assert api.call("POST", TOKEN, body, headers=headers).code == 20070


def test_a_code_counts_once_and_for_five_minutes(api: Api, site: SandboxClient, bob: str) -> None:
    used, old = site.code_for(bob, BACK), site.code_for(bob, BACK)
    assert exchange(api, used).code == 0
    assert exchange(api, used).code == 20065
    site.advance(301)
    assert exchange(api, old).code == 20004


def test_a_refresh_token_is_replaced_each_time(api: Api, site: SandboxClient, bob: str) -> None:
    first = login(api, site, bob).body["refresh_token"]
    second = refresh(api, first).body
    assert second["code"] == 0
    assert second["refresh_token"] != first
    assert refresh(api, first).code == 20073
    assert refresh(api, second["refresh_token"]).code == 0
    assert refresh(api, "unknown").code == 20026


def test_a_refresh_token_ends_after_a_week_and_its_chain_after_a_year(
    api: Api, site: SandboxClient, bob: str
) -> None:
    site.stop_clock()
    token = login(api, site, bob).body["refresh_token"]
    for _ in range(60):
        site.advance(6 * 86_400)
        token = refresh(api, token).body["refresh_token"]
    last = refresh(api, token).body
    assert last["refresh_token_expires_in"] == 5 * 86_400
    site.advance(5 * 86_400)
    assert refresh(api, last["refresh_token"]).code == 20037


def test_tokens_end_and_can_be_revoked(api: Api, site: SandboxClient, bob: str, carol: str) -> None:
    mine, theirs = login(api, site, bob).body, login(api, site, carol).body
    site.revoke_logins(bob)
    assert refresh(api, mine["refresh_token"]).code == 20064
    api.token = mine["access_token"]
    assert api.call("GET", "/authen/v1/user_info").code == 99991668
    api.token = theirs["access_token"]
    assert api.call("GET", "/authen/v1/user_info").code == 0
    site.advance(7201)
    assert api.call("GET", "/authen/v1/user_info").code == 99991677


def test_people_who_left_or_are_outside_do_not_get_in(
    api: Api, site: SandboxClient, bob: str, carol: str
) -> None:
    code, token = site.code_for(bob, BACK), login(api, site, carol).body["access_token"]
    site.faults(unavailable=[bob])
    assert exchange(api, code).code == 20010
    site.clear_faults()
    site.change_person(bob, status="frozen")
    assert exchange(api, code).code == 20066
    site.change_person(carol, status="frozen")
    api.token = token
    answer = api.call("GET", "/authen/v1/user_info")
    assert (answer.status, answer.code) == (200, 20022)


@pytest.mark.parametrize(
    ("code", "status"), [(20050, 500), (20072, 503), (20069, 400), (20009, 400)]
)
def test_other_refusals_can_be_ordered(
    api: Api, site: SandboxClient, bob: str, code: int, status: int
) -> None:
    fresh = site.code_for(bob, BACK)
    site.rule("POST /authen/v2/oauth/token", code=code, times=1)
    answer = exchange(api, fresh)
    assert (answer.status, answer.code) == (status, code)
    assert "error_description" in answer.body
    assert exchange(api, fresh).code == 0


def test_user_info_wants_a_person_and_other_calls_want_the_app(
    api: Api, site: SandboxClient, bob: str
) -> None:
    assert api.call("GET", "/authen/v1/user_info").code == 20005
    api.token = login(api, site, bob).body["access_token"]
    assert api.send(bob, {"text": "x"}).code == 99991668


def test_an_app_may_have_refreshing_switched_off(sandbox: Running) -> None:
    with running_sandbox(redirect_urls=(BACK,), refresh_tokens=False) as other:
        api, client = Api(other.base), other.client
        bob = str(client.person(kind="agent")["open_id"])
        assert "refresh_token" not in login(api, client, bob).body


def test_the_fields_of_a_person_follow_the_scopes(api: Api, site: SandboxClient, bob: str) -> None:
    api.token = login(api, site, bob).body["access_token"]
    site.scopes("im:message", "contact:user.email:readonly")
    who = api.call("GET", "/authen/v1/user_info").data
    assert "email" in who
    assert {"mobile", "user_id", "employee_no"} & set(who) == set()
