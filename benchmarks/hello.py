"""The ceiling: our server with an application that does nothing. `-m benchmarks.hello PORT`"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def hello(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "2")])
    return [b"{}"]


if __name__ == "__main__":
    Granian(
        "benchmarks.hello:hello",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        blocking_threads=1,
        log_level=LogLevels.warning,
    ).serve()
