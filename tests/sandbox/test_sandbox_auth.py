"""Tokens, and what is answered without a good one."""

import json

import pytest

from sandbox.client import SandboxClient
from sandbox.stub_bot import Api
from sandbox.testing import Running

TENANT = "/auth/v3/tenant_access_token/internal"


def test_a_token_stands_at_the_top_of_the_answer_and_is_given_again(api: Api) -> None:
    first, second = api.login(), api.login()
    assert set(first.body) == {"code", "msg", "tenant_access_token", "expire"}
    assert first.body["tenant_access_token"].startswith("t-")
    assert first.body["tenant_access_token"] == second.body["tenant_access_token"]
    assert 7190 <= second.body["expire"] <= 7200


def test_in_its_last_half_hour_a_token_gets_a_successor_and_still_works(
    api: Api, client: SandboxClient
) -> None:
    old = api.token
    client.advance(5401)
    assert api.login().body["tenant_access_token"] != old
    api.token = old
    assert api.call("GET", "/bot/v3/info").code == 0


def test_the_app_token_of_a_custom_app_is_the_tenant_token(api: Api) -> None:
    body = {"app_id": "cli_sandbox", "app_secret": "sandbox-secret"}
    answer = api.call("POST", "/auth/v3/app_access_token/internal", body).body
    assert answer["app_access_token"] == answer["tenant_access_token"] == api.token


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"app_id": "cli_other", "app_secret": "x"}, 10014),
        ({"app_id": "cli_sandbox", "app_secret": "wrong"}, 10015),
        ({"app_id": "cli_sandbox"}, 10003),
        ({}, 10003),
    ],
)
def test_refused_logins_are_answered_with_http_200(
    api: Api, body: dict[str, str], code: int
) -> None:
    answer = api.call("POST", TENANT, body)
    assert (answer.status, answer.code) == (200, code)


def test_a_login_without_json_is_an_invalid_param(api: Api) -> None:
    answer = api.call("POST", TENANT, raw=b"{")
    assert answer.body == {"code": 10003, "msg": "invalid param", "data": {}}


@pytest.mark.parametrize(
    ("token", "code"), [("", 99991661), ("x-1", 99991671), ("t-unknown", 99991663)]
)
def test_calls_without_a_good_token_are_refused(sandbox: Running, token: str, code: int) -> None:
    api = Api(sandbox.base)
    api.token = token
    answer = api.call("GET", "/bot/v3/info")
    assert (answer.status, answer.code) == (400, code)
    assert answer.body["error"]["log_id"] == answer.headers["X-Tt-Logid"]


def test_all_tokens_can_be_made_to_expire_at_once(api: Api, client: SandboxClient) -> None:
    client.expire_tokens()
    assert api.call("GET", "/bot/v3/info").code == 99991663
    api.login()
    assert api.call("GET", "/bot/v3/info").code == 0


def test_unknown_paths_and_wrong_methods_are_told_apart(api: Api) -> None:
    missing, wrong = api.call("GET", "/im/v9/nothing"), api.call("GET", TENANT)
    assert (missing.status, missing.code) == (404, 99991201)
    assert (wrong.status, wrong.code) == (405, 99991301)


def test_a_body_of_the_wrong_shape_is_named_by_its_field(api: Api) -> None:
    answer = api.call(
        "POST",
        "/im/v1/messages",
        {"receive_id": 7},
        query={"receive_id_type": "open_id"},
    )
    assert (answer.status, answer.code) == (400, 99992402)
    assert answer.body["error"]["field_violations"][0]["field"] == "receive_id"


def test_a_missing_scope_is_named(api: Api, client: SandboxClient) -> None:
    client.faults(missing_scopes=["im:chat"])
    answer = api.call("GET", "/im/v1/chats")
    assert (answer.status, answer.code) == (400, 99991672)
    assert answer.body["error"]["permission_violations"][0]["subject"] == "im:chat"


def test_the_journal_keeps_calls_without_the_secret(api: Api, client: SandboxClient) -> None:
    first = client.calls()[0]
    assert (first["path"], first["status"], first["code"]) == (f"/open-apis{TENANT}", 200, 0)
    assert first["body"] == {"app_id": "cli_sandbox"}
    assert "sandbox-secret" not in json.dumps(client.calls())
