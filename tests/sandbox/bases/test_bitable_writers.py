"""Repeats, one writer at a time, errors thrown in, revisions."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from sandbox.client import SandboxClient
from sandbox.stub_bot import Api, Result
from sandbox.testing import Running
from tests.sandbox.bases.basework import Base

Json = dict[str, Any]


def test_a_client_token_makes_repeats_harmless(base: Base, client: SandboxClient) -> None:
    token = str(uuid.uuid4())
    first = base.add({"标题": "甲"}, client_token=token)
    again = base.add({"标题": "甲"}, client_token=token)
    assert again.data == first.data
    assert client.report()["uuid_repeats"] == 1
    other = base.add({"标题": "乙"}, client_token=token)
    assert (other.status, other.code) == (400, 1255006)
    client.faults(bitable_repeat="error")
    refused = base.add({"标题": "甲"}, client_token=token)
    assert (refused.status, refused.code) == (403, 1254608)
    assert len(base.rows()) == 1
    batch = {"records": [{"fields": {"标题": "丙"}}]}
    token = str(uuid.uuid4())
    client.faults(bitable_repeat="first")
    answers = [
        base.call("POST", "/records/batch_create", batch, client_token=token) for _ in range(2)
    ]
    assert answers[0].data == answers[1].data


@pytest.mark.parametrize("token", ["x", "00000000-0000-1000-8000-000000000000"])
def test_a_client_token_is_a_uuid_of_version_4(base: Base, token: str) -> None:
    answer = base.add({"标题": "甲"}, client_token=token)
    assert (answer.status, answer.code) == (400, 1254037)


def at_once(sandbox: Running, work: Callable[[Api], Result], count: int) -> list[int]:
    codes: list[int] = []

    def run() -> None:
        api = Api(sandbox.base)
        api.login()
        start.wait()
        codes.append(work(api).code)

    start = threading.Barrier(count)
    threads = [threading.Thread(target=run) for _ in range(count)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sorted(codes)


def test_a_base_takes_one_writer_at_a_time(
    sandbox: Running, base: Base, client: SandboxClient
) -> None:
    client.faults(bitable_write_ms=300)
    body = {"fields": {"标题": "甲"}}
    codes = at_once(sandbox, lambda api: api.call("POST", f"{base.table}/records", body), 3)
    assert codes == [0, 1254291, 1254291]
    assert len(base.rows()) == 1
    assert client.report()["throttled"] == 2


def test_without_the_consistency_check_a_write_takes_no_time(
    sandbox: Running, base: Base, client: SandboxClient
) -> None:
    client.faults(bitable_write_ms=300)
    body = {"fields": {"标题": "甲"}}
    quick = {"ignore_consistency_check": "True"}
    codes = at_once(
        sandbox, lambda api: api.call("POST", f"{base.table}/records", body, query=quick), 3
    )
    assert codes == [0, 0, 0]


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (1254290, 200),
        (1254291, 200),
        (1254607, 400),
        (1254112, 200),
        (1255001, 200),
        (1254002, 200),
    ],
)
def test_errors_can_be_thrown_in(base: Base, client: SandboxClient, code: int, status: int) -> None:
    client.faults(bitable_error_rate=1.0, bitable_error=code)
    answer = base.add({"标题": "甲"})
    assert (answer.status, answer.code) == (status, code)
    client.faults(bitable_error_rate=0.0)
    assert client.report()["faults"] == {"bitable_error": 1}
    assert base.rows() == []


def test_a_timeout_comes_after_the_change(base: Base, client: SandboxClient) -> None:
    client.faults(bitable_error_rate=1.0, bitable_error=1255040)
    answer = base.add({"标题": "甲"})
    assert (answer.status, answer.code) == (504, 1255040)
    assert len(base.rows()) == 1
    client.faults(bitable_error=1254607)
    newer = base.call("POST", "/records/batch_get", {"record_ids": ["rec"]})
    assert (newer.status, newer.code) == (500, 1254607)


def test_a_table_can_be_full(base: Base, client: SandboxClient) -> None:
    client.faults(bitable_rows=1)
    base.new({"标题": "甲"})
    assert base.add({"标题": "乙"}).code == 1254103


def test_revisions_grow_with_every_change(base: Base, api: Api) -> None:
    before, all_before = base.revision(), api.call("GET", base.path).data["app"]["revision"]
    record = base.new({"标题": "甲"})
    base.call("PUT", f"/records/{record}", {"fields": {"标题": "乙"}})
    base.call("DELETE", f"/records/{record}")
    assert base.revision() == before + 3
    assert api.call("GET", base.path).data["app"]["revision"] == all_before + 3
