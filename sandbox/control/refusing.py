"""What the API would refuse, the control API refuses in its own words."""

from collections.abc import Iterator
from contextlib import contextmanager

from sandbox.api.answers import Refused
from sandbox.control.asking import Wrong


@contextmanager
def refusing() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise Wrong(f"{refused.code} {refused.msg}") from refused
