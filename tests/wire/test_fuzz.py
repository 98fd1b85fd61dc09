"""Ten thousand bodies that nobody thought of: never a 500, never a word about our insides."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests import pushing
from tests.furniture import Desk
from tests.wire.breakage import REMOVED, Path, at, changed, paths
from tests.wire.captured import NAMES, Body, fault_of, kind_of, load, seal

F = TypeVar("F", bound=Callable[..., None])
BODIES = {name: load(name) for name in NAMES}
PLACES = [(name, path) for name, body in BODIES.items() for path in paths(body)]
TYPES = sorted({kind_of(body) for body in BODIES.values()} - {""})

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()), max_size=12)
    | st.sampled_from(
        ["om_1", "oc_1", "ou_1", "1795579200000", "text", "p2p", "\0", "\ud83d", "{}"]
    )
)
# One level only: `st.recursive` would take longer than all that we test with it.
values = (
    scalars
    | st.lists(scalars, max_size=2)
    | st.dictionaries(st.sampled_from(["text", "tag", "value", "\0"]), scalars, max_size=2)
)


def examples(count: int) -> Callable[[F], F]:
    return settings(
        max_examples=count,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )


def test_the_examples_are_ten_thousand() -> None:
    assert BYTES + PLAIN + SEALED + MUTATED + CONTENTS == 10_000


BYTES, PLAIN, SEALED, MUTATED, CONTENTS = 4000, 500, 2000, 3000, 500


@examples(BYTES)
@given(raw=st.binary(max_size=400), signed=st.booleans())
def test_random_bytes_are_refused(shared_desk: Desk, raw: bytes, signed: bool) -> None:
    response = shared_desk.pusher.raw(raw, None if signed else {})
    assert (response.status_code, response.data) == (403, b"")


@examples(PLAIN)
@given(value=st.dictionaries(st.sampled_from(["encrypt", "type", "token", "event"]), values))
def test_random_json_is_refused(shared_desk: Desk, value: dict[str, Any]) -> None:
    response = shared_desk.pusher.raw(json.dumps(value).encode())
    assert (response.status_code, response.data) == (403, b"")


def header(**fields: Any) -> dict[str, Any]:
    return {"token": pushing.TOKEN, "app_id": pushing.APP_ID, "create_time": "1"} | fields


@examples(SEALED)
@given(kind=st.sampled_from(TYPES), event_id=st.text("abc", min_size=1, max_size=9), event=values)
def test_random_events_of_every_kind_are_answered_in_order(
    shared_desk: Desk, kind: str, event_id: str, event: object
) -> None:
    body = {"header": header(event_type=kind, event_id=event_id), "event": event}
    assert_in_order(shared_desk, body)


@examples(MUTATED)
@given(place=st.sampled_from(PLACES), value=values | st.just(REMOVED), more=values)
def test_mutated_pushes_are_answered_in_order(
    shared_desk: Desk, place: tuple[str, Path], value: object, more: object
) -> None:
    name, path = place
    body = changed(BODIES[name], path, value)
    beside = path[:-2] + path[-1:]
    assert_in_order(shared_desk, changed(body, beside, more) if reaches(body, beside) else body)


@examples(CONTENTS)
@given(
    name=st.sampled_from([name for name in NAMES if "message" in BODIES[name].get("event", {})]),
    number=st.integers(0, 10**9),
    content=st.dictionaries(st.sampled_from(["text", "title", "content", "file_key"]), values),
)
def test_random_contents_of_messages_are_answered_in_order(
    shared_desk: Desk, name: str, number: int, content: dict[str, Any]
) -> None:
    body = changed(BODIES[name], ("event", "message", "content"), json.dumps(content))
    body = changed(body, ("event", "message", "message_id"), f"om_{number}")
    assert_in_order(shared_desk, body)


def reaches(body: Body, path: Path) -> bool:
    try:
        at(body, path)
    except (KeyError, TypeError, IndexError):
        return False
    return True


def assert_in_order(desk: Desk, body: Body) -> None:
    response = desk.pusher.raw(seal(json.dumps(body).encode()))
    if response.status_code == 200 and body.get("type") == "url_verification":
        assert response.get_json() == {"challenge": body["challenge"]}
    else:
        kind = at(body, ("header", "event_type")) if reaches(body, ("header", "event_type")) else ""
        assert fault_of(response, click=kind == "card.action.trigger") is None
