"""What the page gets from the control API."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.client import SandboxClient, SandboxError
from sandbox.stub_bot import Api
from sandbox.testing import Running, running_sandbox


def test_people_are_many_and_keep_their_ids(client: SandboxClient) -> None:
    people = client.people()
    assert {kind: sum(one["kind"] == kind for one in people) for kind in ("staff", "agent")} == {
        "staff": 180,
        "agent": 40,
    }
    with running_sandbox() as other:
        assert other.client.people() == people
    first = people[0]
    assert first["station_code"]
    assert first["avatar_color"].startswith("#")
    assert len(first["open_id"]) == 35


def test_the_app_shows_its_menu(client: SandboxClient) -> None:
    app = client.app()
    assert [one["event_key"] for one in app["menu"]] == [
        "menu_faq",
        "menu_progress",
        "menu_human",
        "menu_feedback",
    ]
    assert app["encrypted"] is True


def test_the_chat_with_the_bot_is_always_there_and_counts_unread(
    client: SandboxClient, api: Api, alice: str
) -> None:
    (row,) = client.chats(alice)
    assert (row["type"], row["unread"], row["last"]) == ("p2p", 0, None)
    api.send(alice, {"text": "您好"})
    (row,) = client.chats(alice)
    assert (row["unread"], row["last"]["text"]) == (1, "您好")
    client.read(alice, row["chat_id"])
    assert client.chats(alice)[0]["unread"] == 0


def test_messages_are_paged_backwards(client: SandboxClient, alice: str) -> None:
    said = [client.say(alice, str(n))["message_id"] for n in range(5)]
    room = client.p2p(alice)
    last = client._object("GET", f"chats/{room}/messages", {"as": alice, "limit": "2"})
    assert [one["message_id"] for one in last["items"]] == said[3:]
    assert last["more"] is True
    query = {"as": alice, "before": said[3]}
    rest = client._object("GET", f"chats/{room}/messages", query)
    assert [one["message_id"] for one in rest["items"]] == said[:3]
    assert rest["more"] is False


def test_asking_nonsense_is_answered_with_a_reason(client: SandboxClient, alice: str) -> None:
    with pytest.raises(SandboxError, match="nobody has the open_id"):
        client.say("ou_nobody", "hi")
    with pytest.raises(SandboxError, match="nothing was uploaded"):
        client.write(alice, client.p2p(alice), {"image_key": "img"}, msg_type="image")
    with pytest.raises(SandboxError, match="the menu has no"):
        client.menu(alice, "menu_nothing")


def test_a_stranger_does_not_see_a_group(client: SandboxClient, alice: str, bob: str) -> None:
    room = client.make_group(alice, "群", [])
    with pytest.raises(SandboxError, match="is not in the chat"):
        client.messages(bob, room)


def test_the_page_hears_messages_and_catches_up_after_a_break(
    sandbox: Running, client: SandboxClient, alice: str
) -> None:
    url = f"{sandbox.base}/__sandbox/events?as={alice}"
    with urllib.request.urlopen(url, timeout=5) as stream:
        client.say(alice, "一")
        events = _events(stream)
        number, name, message = next(events)
        assert (name, message["content"]) == ("message", {"text": "一"})
        assert next(events)[1] == "chat"
    client.say(alice, "二")
    again = urllib.request.Request(url, headers={"Last-Event-ID": str(number + 1)})
    with urllib.request.urlopen(again, timeout=5) as stream:
        assert next(_events(stream))[2]["content"] == {"text": "二"}


def _events(stream: Iterator[bytes]) -> Iterator[tuple[int, str, dict[str, object]]]:
    fields: dict[str, str] = {}
    for line in stream:
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name in ("id", "event", "data"):
            fields[name] = value
        elif not line.strip() and "data" in fields:
            yield int(fields["id"]), fields["event"], json.loads(fields["data"])
            fields = {}


def test_the_page_is_served_with_types_a_browser_takes(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<h1>hi</h1>")
    (tmp_path / "app.js").write_text("1")
    with running_sandbox(page=tmp_path) as running:
        with urllib.request.urlopen(f"{running.base}/") as index:
            assert index.headers["Content-Type"] == "text/html; charset=utf-8"
            assert index.headers["Cache-Control"] == "no-cache"
        with urllib.request.urlopen(f"{running.base}/page/app.js") as script:
            assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{running.base}/page/..%2Fsecret")
        refused.value.close()
        assert refused.value.code == 404
