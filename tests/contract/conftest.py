"""The far sides that the tests of this folder share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.testing import Running, running_sandbox
from tests.contract.stub import Stub, running_stub


@pytest.fixture(scope="session")
def running() -> Iterator[Running]:
    with running_sandbox() as running:
        yield running


@pytest.fixture
def stub() -> Iterator[Stub]:
    with running_stub() as stub:
        yield stub
