"""The table of docs/sandbox-calls.md: `python -m tests.sandbox.sdk.handbook` writes it anew."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

from sandbox.api.call import Route
from sandbox.api.routes import ROUTES
from sandbox.api.scopes import needs_of
from tests.sandbox.sdk.calls import Raw, Typed, resource_of
from tests.sandbox.sdk.differences import DIFFERENCES, PAGES
from tests.sandbox.sdk.everything import CASES

HANDBOOK = Path(__file__).parents[3] / "docs" / "sandbox-calls.md"
BEGIN = "<!-- written by python -m tests.sandbox.sdk.handbook -->"
DOCUMENTS = "https://open.feishu.cn/document"
REFERENCE = f"{DOCUMENTS}/uAjLw4CM/ukTMukTMukTM/reference"
# Names of two words; elsewhere an underscore of the SDK is a step down.
COMPOUND = ("top_notice", "menu_tree", "menu_item", "batch_message")
HEAD = ("Call", "SDK", "Needs", "Refusals checked", "Page", "Known differences")


def table() -> str:
    cases = {case.route: case for case in CASES}
    rows = [HEAD, tuple("---" for _ in HEAD)]
    rows += [_row(route, cases[route.api]) for route in sorted(ROUTES, key=_order)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _order(route: Route) -> tuple[str, str]:
    return route.path, route.method


def _row(route: Route, case: Typed | Raw) -> tuple[str, ...]:
    typed = f"`{case.request}`" if isinstance(case, Typed) else "not typed; by hand"
    codes = ", ".join(map(str, sorted(refusals(route.handler)))) or "–"
    return f"`{route.api}`", typed, _needs(route), codes, _page(case), _differences(case)


def _needs(route: Route) -> str:
    if route.open:
        return "nothing"
    scopes = " and ".join("`" + "` or `".join(one[:2]) + "`" for one in needs_of(route))
    limit = "; ".join(f"{number} in {seconds:g} s" for number, seconds in route.rates)
    return "; ".join(
        one
        for one in (
            "app's or person's token" if route.user else "app's token",
            scopes,
            limit,
        )
        if one
    )


def _page(case: Typed | Raw) -> str:
    for beginning, page in PAGES.items():
        if case.route.split()[1].startswith(beginning):
            return f"[page]({DOCUMENTS}/{page})"
    assert isinstance(case, Typed), f"{case.route} needs a line in PAGES"
    resource, method = resource_of(case)
    name = resource.replace("_", "-")
    for compound in COMPOUND:
        name = name.replace(compound.replace("_", "-"), compound)
    place = f"{REFERENCE}/{case.package.replace('.', '-')}/{name}/{method}"
    return f"[page]({place})"


def _differences(case: Typed | Raw) -> str:
    found = [DIFFERENCES[case.route]] if case.route in DIFFERENCES else []
    if isinstance(case, Typed) and case.also:
        names = ", ".join(f"`{one}`" for one in sorted(case.also))
        found.append(f"the SDK does not know {names}")
    return "; ".join(found) or "–"


def refusals(handler: Callable[..., Any]) -> set[int]:
    """The codes that a handler may raise, by itself or through what it calls."""
    found: set[int] = set()
    seen: set[FunctionType] = set()
    waiting = list(_functions(handler))
    while waiting:
        function = waiting.pop()
        if function in seen or not function.__module__.startswith("sandbox.api"):
            continue
        seen.add(function)
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        found |= set(_codes(tree, function.__globals__))
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        for name in names:
            waiting += _functions(function.__globals__.get(name))
        for cell in function.__closure__ or ():
            waiting += _functions(cell.cell_contents)
    return found


def _functions(value: Any) -> Iterator[FunctionType]:
    if isinstance(value, FunctionType):
        yield value


def _codes(tree: ast.AST, names: dict[str, Any]) -> Iterator[int]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id == "wrong_field":
            yield 99992402
        elif node.func.id.strip("_").lower() == "refused" and node.args:
            for part in ast.walk(node.args[0]):
                yield from _numbers(part, names)


def _numbers(part: ast.AST, names: dict[str, Any]) -> Iterator[int]:
    """A code as it stands, by name, or one of a table."""
    value = part.value if isinstance(part, ast.Constant) else None
    value = names.get(part.id) if isinstance(part, ast.Name) else value
    values = value.values() if isinstance(value, dict) else [value]
    yield from (one for one in values if isinstance(one, int) and one > 1000)


def written() -> str:
    """The handbook with a new table."""
    text = HANDBOOK.read_text("utf-8")
    return f"{text[: text.index(BEGIN)]}{BEGIN}\n\n{table()}\n"


if __name__ == "__main__":
    HANDBOOK.write_text(written(), "utf-8")
