"""Groups, their members, the address book and uploads."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from sandbox.client import SandboxClient
from sandbox.stub_bot import Api, StubBot

CHATS = "/im/v1/chats"


def make_room(api: Api, *members: str, **more: str) -> str:
    body = {"name": "INC-1 3号油枪", "user_id_list": list(members), **more}
    return str(api.call("POST", CHATS, body).data["chat_id"])


def test_a_group_made_by_the_bot_belongs_to_it(api: Api, alice: str, bob: str) -> None:
    body = {"name": "INC-1", "user_id_list": [alice, bob]}
    made = api.call("POST", CHATS, body).data
    assert made["chat_id"].startswith("oc_")
    assert "owner_id" not in made
    read = api.call("GET", f"{CHATS}/{made['chat_id']}").data
    assert (read["user_count"], read["bot_count"]) == ("2", "1")
    assert read["chat_status"] == "normal"


def test_one_uuid_makes_one_group_in_ten_hours(api: Api, client: SandboxClient, alice: str) -> None:
    def make() -> str:
        body = {"name": "x", "user_id_list": [alice]}
        return str(api.call("POST", CHATS, body, query={"uuid": "inc-1"}).data["chat_id"])

    first = make()
    assert make() == first
    client.advance(10 * 3600 + 1)
    api.login()
    assert make() != first


def test_one_unusable_person_fails_the_whole_group(
    api: Api, client: SandboxClient, alice: str
) -> None:
    body = {"name": "x", "user_id_list": [alice, "ou_nobody"]}
    assert api.call("POST", CHATS, body).code == 232043
    client.faults(unavailable=[alice])
    assert api.call("POST", CHATS, {"user_id_list": [alice]}).code == 232024


@pytest.mark.parametrize(("mode", "code"), [(0, 99992351), (1, 0), (2, 99992351)])
def test_members_are_added_as_far_as_the_mode_allows(
    api: Api, alice: str, bob: str, mode: int, code: int
) -> None:
    room = make_room(api, alice)
    answer = api.call(
        "POST",
        f"{CHATS}/{room}/members",
        {"id_list": [bob, "ou_nobody"]},
        query={"member_id_type": "open_id", "succeed_type": mode},
    )
    assert answer.code == code
    members = api.call("GET", f"{CHATS}/{room}/members").data
    assert members["member_total"] == (2 if code == 0 else 1)
    if code == 0:
        assert answer.data["not_existed_id_list"] == ["ou_nobody"]


def test_members_of_one_group_are_changed_one_call_after_the_other(
    api: Api, alice: str, bob: str, carol: str
) -> None:
    room = make_room(api, alice)

    def add(person: str) -> int:
        return api.call("POST", f"{CHATS}/{room}/members", {"id_list": [person]}).code

    # On a busy machine the two calls may miss each other.
    with ThreadPoolExecutor(2) as pool:
        rounds = (sorted(pool.map(add, [bob, carol])) for _ in range(20))
        assert [0, 232019] in rounds


def test_removed_members_see_nothing_more(
    api: Api, client: SandboxClient, bot: StubBot, alice: str, bob: str
) -> None:
    room = make_room(api, alice, bob)
    path = f"{CHATS}/{room}/members"
    assert api.call("DELETE", path, {"id_list": [bob]}).data == {"invalid_id_list": []}
    assert room not in [one["chat_id"] for one in client.chats(bob)]
    heard = client.wait_for(lambda: bot.of("im.chat.member.user.deleted_v1"))[0]
    assert heard.event["users"][0]["user_id"]["open_id"] == bob


def test_a_human_owner_takes_the_bot_s_rights_unless_it_made_the_group(
    api: Api, client: SandboxClient, alice: str, bob: str
) -> None:
    own = make_room(api, bob, owner_id=alice)
    assert api.call("PUT", f"{CHATS}/{own}", {"name": "新名"}).code == 0
    theirs = client.make_group(alice, "他们的群", [bob])
    assert api.call("PUT", f"{CHATS}/{theirs}", {"name": "新名"}).code == 232017
    assert api.call("DELETE", f"{CHATS}/{own}/members", {"id_list": [alice]}).code == 232076


def test_a_dissolved_group_takes_nothing_more_but_is_still_known(
    api: Api, client: SandboxClient, alice: str
) -> None:
    room = make_room(api, alice)
    assert api.call("DELETE", f"{CHATS}/{room}").code == 0
    assert api.send(room, {"text": "x"}).code == 232009
    assert api.call("GET", f"{CHATS}/{room}").data["chat_status"] == "dissolved"


def test_outside_a_group_the_bot_may_not_write(
    api: Api, client: SandboxClient, alice: str, bob: str
) -> None:
    room = client.make_group(alice, "无机器人", [bob], with_bot=False)
    assert api.send(room, {"text": "x"}).code == 230002
    assert api.call("GET", f"{CHATS}/{room}/members/is_in_chat").data == {"is_in_chat": False}


def test_groups_are_listed_and_shared_and_p2p_chats_are_not(
    api: Api, client: SandboxClient, alice: str
) -> None:
    client.say(alice, "hi")
    room = make_room(api, alice)
    items = api.call("GET", CHATS).data["items"]
    assert [one["chat_id"] for one in items] == [room]
    link = api.call("POST", f"{CHATS}/{room}/link", {"validity_period": "week"}).data
    assert link["share_link"].startswith("https://applink.feishu.cn/")


def test_a_person_is_found_with_station_and_role(api: Api, client: SandboxClient) -> None:
    person = client.person(role="站长")
    user = api.call("GET", f"/contact/v3/users/{person['open_id']}").data["user"]
    assert (user["name"], user["job_title"]) == (person["name"], "站长")
    assert user["custom_attrs"][0]["value"]["text"] == person["station_code"]
    assert user["department_ids"][0].startswith("od-")
    assert api.call("GET", "/contact/v3/users/ou_nobody").code == 41012


def test_people_are_found_in_batches_and_by_address(api: Api, alice: str, bob: str) -> None:
    query = {"user_ids": [alice, bob, "ou_nobody"]}
    users = api.call("GET", "/contact/v3/users/batch", query=query).data["items"]
    assert [one["open_id"] for one in users] == [alice, bob]
    body = {"emails": [users[0]["email"], "x@y.z"]}
    rows = api.call("POST", "/contact/v3/users/batch_get_id", body).data["user_list"]
    assert rows[0]["user_id"] == alice
    assert "user_id" not in rows[1]


def test_own_uploads_are_sent_and_fetched_and_foreign_ones_are_not(
    api: Api, client: SandboxClient, alice: str
) -> None:
    png = b"\x89PNG\r\n\x1a\n123"
    made = api.upload("/im/v1/images", {"image_type": "message"}, "image", png)
    key = made.data["image_key"]
    assert api.send(alice, {"image_key": key}, "image").code == 0
    assert api.call("GET", f"/im/v1/images/{key}").raw == png
    theirs = client.upload(alice, "a.png", png, "image/png")["image_key"]
    assert api.send(alice, {"image_key": theirs}, "image").code == 230017
    assert api.call("GET", f"/im/v1/images/{theirs}").code == 234008


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", 234010), (b"plain text", 234011), (b"GIF8" + b"x" * 11_000_000, 234006)],
)
def test_unfit_images_are_refused(api: Api, data: bytes, code: int) -> None:
    answer = api.upload("/im/v1/images", {"image_type": "message"}, "image", data)
    assert answer.code == code


def test_a_file_is_sent_only_as_what_it_is(api: Api, alice: str) -> None:
    fields = {"file_type": "mp4", "file_name": "a.mp4", "duration": "2000"}
    key = api.upload("/im/v1/files", fields, "file", b"video").data["file_key"]
    assert api.send(alice, {"file_key": key}, "file").code == 230055
    sent = api.send(alice, {"file_key": key}, "media").data
    assert '"duration": 2000' in sent["body"]["content"]
    assert api.call("GET", f"/im/v1/files/{key}").raw == b"video"
