"""One call by the official SDK's typed classes, and what its models think of the answer."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.sandbox.sdk.stage import Stage

Json = dict[str, Any]
Make = Callable[[Stage], Json]


@dataclass(frozen=True)
class Typed:
    """`request` is the SDK's class without `Request`; `also` are fields the SDK does not type."""

    route: str
    package: str
    request: str
    params: Make = lambda it: {}
    body: Make | None = None
    also: frozenset[str] = frozenset()
    login: bool = False  # with a person's token


@dataclass(frozen=True)
class Raw:
    """The SDK has no class for it: its raw request then."""

    route: str
    params: Make = lambda it: {}  # variables of the path, and the query
    body: Make | None = None
    bare: bool = False  # the answer is no JSON
    user: bool = False


def perform(case: Typed, it: Stage) -> Any:
    """The SDK's response object."""
    sdk, package = _sdk(), f"lark_oapi.api.{case.package}"
    request_class = getattr(importlib.import_module(f"{package}.model"), f"{case.request}Request")
    builder = request_class.builder()
    for name, value in case.params(it).items():
        getattr(builder, name)(value)
    if case.body is not None:
        kind = inspect.signature(builder.request_body).parameters["request_body"].annotation
        builder.request_body(kind(case.body(it)))
    request = builder.build()
    assert f"{request.http_method.name} {_shape(request.uri)}" == _shape(case.route), request.uri
    config = sdk.Client.builder().app_id(it.api.app_id).app_secret("sandbox-secret")
    config.domain(it.base).log_level(sdk.LogLevel.CRITICAL).enable_set_token(case.login)
    client = config.build()
    option = sdk.RequestOption.builder().headers(dict(it.headers))
    if case.login:
        option.user_access_token(it.login())
    return _method(package, request_class)(client._config, request, option.build())


@cache
def _sdk() -> Any:
    return importlib.import_module("lark_oapi")


def _shape(route: str) -> str:
    """With nameless variables: the SDK names some otherwise than the documentation."""
    return re.sub(r"\{\w+\}|:\w+", "{}", route).replace("/open-apis", "")


def _method(package: str, request_class: Any) -> Callable[..., Any]:
    """The method of the SDK that takes this class."""
    _, kind, call = _place(package, request_class)
    return lambda config, request, option: call(kind(config), request, option)


def resource_of(case: Typed) -> tuple[str, str]:
    """The names under which the SDK, and the documentation, have the call."""
    package = f"lark_oapi.api.{case.package}"
    models = importlib.import_module(f"{package}.model")
    module, _, call = _place(package, getattr(models, f"{case.request}Request"))
    return module, call.__name__


def _place(package: str, request_class: Any) -> tuple[str, Any, Callable[..., Any]]:
    rooms = importlib.import_module(f"{package}.resource")
    for found in pkgutil.iter_modules(rooms.__path__):
        module = importlib.import_module(f"{rooms.__name__}.{found.name}")
        for kind in (one for one in vars(module).values() if inspect.isclass(one)):
            for call in vars(kind).values():
                takes = getattr(call, "__annotations__", {}).get("request")
                if takes is request_class and not inspect.iscoroutinefunction(call):
                    return found.name, kind, call
    raise LookupError(f"the SDK has no call that takes {request_class.__name__}")


def unlike(response: Any, also: frozenset[str]) -> list[str]:
    """What the answer holds that the SDK's models lack or type otherwise."""
    raw = json.loads(response.raw.content)
    kind = type(response)._types.get("data")
    if kind is None or "data" not in raw:
        return []
    found = list(_compare(kind, raw["data"], ""))
    return [one for one in found if one.split(": ")[0] not in also]


def _compare(kind: Any, value: Any, path: str) -> Iterator[str]:
    arguments = getattr(kind, "__args__", None)
    if value is None or kind is None or kind is Any:
        return
    if isinstance(value, list):
        if arguments is None and kind is not list:
            yield f"{path}: a list where the SDK has {kind}"
        for one in value:
            yield from _compare(arguments[0] if arguments else None, one, path)
    elif arguments:
        values = value.values() if isinstance(value, dict) else ()
        for one in values:
            yield from _compare(arguments[-1], one, path)
    elif hasattr(kind, "_types"):
        yield from _compare_object(kind, value, path)
    elif not _is(kind, value):
        yield f"{path}: {value!r} where the SDK has {kind.__name__}"


def _compare_object(kind: Any, value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path}: {value!r} where the SDK has {kind.__name__}"
        return
    for name, one in value.items():
        below = f"{path}.{name}".lstrip(".")
        if name in kind._types:
            yield from _compare(kind._types[name], one, below)
        else:
            yield f"{below}: unknown to {kind.__name__}"


def _is(kind: type, value: Any) -> bool:
    if kind in (int, float):
        # Feishu writes many numbers as strings, and the SDK takes them as they come.
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number or (
            isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value) is not None
        )
    return isinstance(value, kind) if isinstance(kind, type) else True
