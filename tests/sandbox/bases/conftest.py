"""A table with one column of each common type, and people who work in bases."""

from typing import Any

import pytest

from sandbox.bases_client import BasesClient, TableClient
from sandbox.client import SandboxClient
from sandbox.state.bitable import kinds
from sandbox.stub_bot import Api
from sandbox.testing import Running
from tests.sandbox.bases.basework import Base, choices, column


@pytest.fixture(autouse=True)
def unhurried(client: SandboxClient) -> None:
    """Only the tests of limits meet them, and a write takes no longer than it must."""
    client.faults(limits=False, bitable_write_ms=1, bitable_copy_ms=0)


@pytest.fixture
def base(api: Api) -> Base:
    return Base(
        api,
        [
            column("标题", kinds.TEXT),
            column("数量", kinds.NUMBER),
            column("状态", kinds.SINGLE, property=choices("待处理", "已完成")),
            column("标签", kinds.MULTI, property=choices("油枪", "支付")),
            column("日期", kinds.DATE),
            column("加急", kinds.CHECKBOX),
            column("处理人", kinds.PERSON),
            column("电话", kinds.PHONE),
            column("链接", kinds.URL),
            column("照片", kinds.ATTACHMENT),
            column("位置", kinds.LOCATION, property={"location": {"input_type": "not_limit"}}),
            column("群", kinds.GROUP),
        ],
    )


@pytest.fixture
def people(client: SandboxClient, alice: str) -> BasesClient:
    return BasesClient(client, alice)


@pytest.fixture
def table(people: BasesClient, base: Base) -> TableClient:
    """The same table as Alice sees it."""
    return people.table(base.app_token, base.table_id)


@pytest.fixture
def sdk(sandbox: Running, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The official SDK's client; its cache of tokens is shared by the whole process."""
    import lark_oapi as lark
    from lark_oapi.core.cache import LocalCache
    from lark_oapi.core.token.manager import TokenManager

    monkeypatch.setattr(TokenManager, "cache", LocalCache())
    builder = lark.Client.builder().app_id("cli_sandbox").app_secret("sandbox-secret")
    return builder.domain(sandbox.base).log_level(lark.LogLevel.ERROR).build()
