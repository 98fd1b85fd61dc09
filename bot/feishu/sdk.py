"""The SDK, loaded when the first call needs it: only the parts in use, silenced and pooled.

`import lark_oapi` takes 2 to 3 s and 170 MB for 10 600 modules, because its packages import every
API that Feishu has. With empty packages in their place the parts we use take 0.2 s and 37 MB.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any, Final

from bot.feishu.session import Door

# The shortcut knows this version's layout; any other is imported whole.
KNOWN_LAYOUT: Final = "1.7.5"
_PARTS: Final = "bot.feishu.sdk_parts"
# Packages whose __init__ imports whole families of modules that we don't use.
_EMPTIED: Final = (
    "lark_oapi",
    "lark_oapi.api",
    "lark_oapi.api.contact",
    "lark_oapi.api.contact.v3",
    "lark_oapi.api.contact.v3.model",
    "lark_oapi.api.contact.v3.resource",
    "lark_oapi.api.im",
    "lark_oapi.api.im.v1",
    "lark_oapi.api.im.v1.model",
    "lark_oapi.api.im.v1.resource",
    "lark_oapi.api.optical_char_recognition",
    "lark_oapi.api.optical_char_recognition.v1",
    "lark_oapi.api.optical_char_recognition.v1.model",
    "lark_oapi.api.optical_char_recognition.v1.resource",
    "lark_oapi.api.speech_to_text",
    "lark_oapi.api.speech_to_text.v1",
    "lark_oapi.api.speech_to_text.v1.model",
    "lark_oapi.api.speech_to_text.v1.resource",
)
_lock = Lock()


def load() -> Any:
    """The module `bot.feishu.sdk_parts`, ready for use."""
    with _lock:  # `cache` alone would let two cold threads import at once
        return _load()


@cache
def _load() -> Any:
    parts = _import()
    # Its own handler prints to stdout, at DEBUG with bearer tokens and people's words.
    parts.logger.handlers[:] = [logging.NullHandler()]
    parts.logger.propagate = False
    parts.logger.disabled = True
    # Unlike the SDK's own `requests.request` it keeps connections: 1, not 400, for 400 calls.
    parts.transport.requests = Door()
    return parts


def _import() -> Any:
    if "lark_oapi" not in sys.modules and _version() == KNOWN_LAYOUT:
        try:
            with _empty_packages():
                return importlib.import_module(_PARTS)
        except (ImportError, AttributeError):
            logging.getLogger(__name__).warning("sdk_imported_whole")
    importlib.import_module("lark_oapi")
    return importlib.import_module(_PARTS)


def _version() -> str:
    return importlib.metadata.version("lark-oapi")


@contextmanager
def _empty_packages() -> Iterator[None]:
    """Put empty packages in place of the greedy ones, and take them out again afterwards.

    What was loaded stays; whoever imports `lark_oapi` later gets the real package.
    """
    spec = importlib.util.find_spec("lark_oapi")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("lark_oapi")
    root = Path(spec.submodule_search_locations[0])
    for name in _EMPTIED:
        package = ModuleType(name)
        package.__path__ = [str(root.joinpath(*name.split(".")[1:]))]
        sys.modules[name] = package
    try:
        yield
    except BaseException:
        # A half import would be mixed with the whole one.
        for name in [name for name in sys.modules if name.split(".")[0] == "lark_oapi"]:
            del sys.modules[name]
        sys.modules.pop(_PARTS, None)
        raise
    finally:
        for name in _EMPTIED:
            sys.modules.pop(name, None)
