"""Clicks: what is sent, what the client shows, and the token that comes with them."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.cards.callbacks import NotClickable, Press, build_action
from sandbox.client import SandboxClient, SandboxError
from sandbox.stub_bot import Answer, Api, StubBot
from sandbox.testing import running_sandbox

Card = Callable[..., dict[str, Any]]
CLICK = "card.action.trigger"


@pytest.fixture
def shown(api: Api, alice: str, card: Card) -> str:
    """The id of a card that alice sees."""
    return str(api.send(alice, card(), "interactive").data["message_id"])


def test_a_click_carries_the_value_the_person_and_the_place(
    bot: StubBot, client: SandboxClient, alice: str, shown: str
) -> None:
    answer = client.click(alice, shown, "领取")
    assert (answer["ok"], answer["card_updated"]) == (True, False)
    heard = bot.of(CLICK)[0]
    assert len(heard.body["header"]["create_time"]) == 16
    assert heard.event["operator"]["open_id"] == alice
    assert heard.event["token"].startswith("c-")
    assert heard.event["action"] == {
        "tag": "button",
        "value": {"act": "take", "id": 7},
        "timezone": "Asia/Shanghai",
    }
    assert heard.event["context"] == {
        "open_message_id": shown,
        "open_chat_id": client.p2p(alice),
    }


def test_the_answer_s_toast_and_card_are_shown(
    bot: StubBot, client: SandboxClient, alice: str, shown: str, card: Card
) -> None:
    after = card(title="已领取")
    toast = {"type": "success", "content": "已领取"}
    bot.answer = lambda heard: Answer(body={"toast": toast, "card": {"type": "raw", "data": after}})
    answer = client.click(alice, shown, "领取")
    assert (answer["ok"], answer["toast"], answer["card_updated"]) == (True, toast, True)
    assert client.message(alice, shown)["content"] == after


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Answer(delay=1.5), 200341),
        (Answer(500), 200671),
        (Answer(302), 200671),
        (Answer(raw=b"<html>"), 200672),
        (Answer(body=[]), 200672),
        (Answer(body={"msg": "success"}), 200672),
        (Answer(body={"toast": "ok"}), 200672),
        (Answer(body={"toast": {"type": "loud", "content": "x"}}), 200672),
        (Answer(body={"card": {"schema": "2.0"}}), 200673),
        (Answer(body={"card": {"type": "raw", "data": "{}"}}), 200673),
        (
            Answer(body={"card": {"type": "raw", "data": {"schema": "2.0", "body": {}}}}),
            200673,
        ),
        (Answer(body={"card": {"type": "raw", "data": {"elements": []}}}), 200830),
    ],
)
def test_a_bad_or_late_answer_shows_its_code_and_leaves_the_card(
    bot: StubBot, client: SandboxClient, alice: str, shown: str, reply: Answer, code: int
) -> None:
    before = client.message(alice, shown)["content"]
    bot.answer = lambda heard: reply
    answer = client.click(alice, shown, "领取")
    assert (answer["ok"], answer["code"]) == (False, code)
    assert answer["message"]
    assert client.message(alice, shown)["content"] == before
    report = client.report()
    assert (report["late_answers"], report["bad_answers"]) == ((1, 0) if code == 200341 else (0, 1))
    assert len(bot.of(CLICK)) == 1, "callbacks are never retried"


@pytest.mark.parametrize(
    ("bot_url", "code"),
    [("", 200340), ("http://127.0.0.1:9/", 200342), ("http://nobody.invalid/", 200343)],
)
def test_a_bot_that_cannot_be_reached_shows_why(bot_url: str, code: int, card: Card) -> None:
    with running_sandbox(bot_url=bot_url) as running:
        client, api = running.client, Api(running.base)
        api.login()
        alice = client.person(role="站长")["open_id"]
        shown = api.send(alice, card(), "interactive").data["message_id"]
        assert client.click(alice, shown, "领取")["code"] == code


def test_a_click_s_token_changes_the_card_twice(
    bot: StubBot, client: SandboxClient, api: Api, alice: str, shown: str, card: Card
) -> None:
    client.click(alice, shown, "领取")
    body = {"token": bot.of(CLICK)[0].event["token"], "card": card(title="更新")}
    answers = [api.call("POST", "/interactive/v1/card/update", body) for _ in range(3)]
    assert [one.code for one in answers] == [0, 0, 300040]
    assert answers[0].body == {"code": 0, "msg": "ok"}
    assert client.message(alice, shown)["content"] == card(title="更新")


def test_a_click_s_token_lives_half_an_hour(
    bot: StubBot, client: SandboxClient, api: Api, alice: str, shown: str, card: Card
) -> None:
    client.click(alice, shown, "领取")
    client.advance(1801)
    body = {"token": bot.of(CLICK)[0].event["token"], "card": card()}
    assert api.call("POST", "/interactive/v1/card/update", body).code == 300030


def test_a_card_is_not_updated_before_the_click_is_answered(
    bot: StubBot, client: SandboxClient, api: Api, alice: str, shown: str, card: Card
) -> None:
    codes: list[int] = []

    def too_early(heard: Any) -> Answer:
        body = {"token": heard.event["token"], "card": card()}
        codes.append(api.call("POST", "/interactive/v1/card/update", body).code)
        return Answer()

    bot.answer = too_early
    client.click(alice, shown, "领取")
    assert codes == [300020]


@pytest.mark.parametrize(("locked", "code"), [(False, 0), (True, 230099)])
def test_an_update_during_a_click_may_be_refused(
    bot: StubBot,
    client: SandboxClient,
    api: Api,
    alice: str,
    shown: str,
    card: Card,
    locked: bool,
    code: int,
) -> None:
    client.faults(card_lock=locked)
    codes: list[int] = []

    def meanwhile(heard: Any) -> Answer:
        codes.append(api.patch(shown, card(title="处理中")).code)
        return Answer()

    bot.answer = meanwhile
    client.click(alice, shown, "领取")
    assert codes == [code]
    assert client.report()["faults"] == ({"card_lock": 1} if locked else {})
    assert api.patch(shown, card(title="已受理")).code == 0


def test_strangers_and_recalled_or_old_cards_cannot_be_clicked(
    client: SandboxClient, api: Api, alice: str, bob: str, shown: str
) -> None:
    with pytest.raises(SandboxError, match="sees no message"):
        client.click_path(bob, shown, ["body", "elements", 0])
    with pytest.raises(SandboxError, match="has nothing at"):
        client.click_path(alice, shown, ["body", "elements", 9])
    client.advance(15 * 24 * 3600)
    with pytest.raises(SandboxError, match="14 days"):
        client.click(alice, shown, "领取")


def test_an_old_card_can_be_clicked_longer_than_it_can_change(
    client: SandboxClient, api: Api, bot: StubBot, alice: str
) -> None:
    words = {"tag": "plain_text", "content": "领取"}
    press = {"tag": "button", "text": words, "value": {"act": "take"}}
    old = {"config": {"update_multi": True}, "elements": [{"tag": "action", "actions": [press]}]}
    sent = api.send(alice, old, "interactive").data["message_id"]
    bot.answer = lambda heard: Answer(body={"card": {"type": "raw", "data": old}})
    assert client.click(alice, sent, "领取")["card_updated"] is True
    client.advance(15 * 24 * 3600)
    api.login()
    assert client.click(alice, sent, "领取")["card_updated"] is False
    token = bot.of("card.action.trigger")[-1].event["token"]
    late = api.call("POST", "/interactive/v1/card/update", {"token": token, "card": old})
    assert late.code == 200750
    client.advance(16 * 24 * 3600)
    with pytest.raises(SandboxError, match="30 days"):
        client.click(alice, sent, "领取")


FORM = {
    "tag": "form",
    "name": "report",
    "elements": [
        {"tag": "input", "name": "desc", "required": True},
        {
            "tag": "select_static",
            "name": "kind",
            "initial_index": 2,
            "options": [{"value": "pump"}, {"value": "tank"}],
        },
        {"tag": "date_picker", "name": "day"},
        {"tag": "checker", "name": "urgent"},
        {"tag": "button", "name": "send", "form_action_type": "submit"},
        {"tag": "button", "name": "clear", "form_action_type": "reset"},
    ],
}


def _in_form(index: int, **did: Any) -> dict[str, Any]:
    card = {"schema": "2.0", "body": {"elements": [FORM]}}
    return build_action(card, Press(path=["body", "elements", 0, "elements", index], **did))


def test_a_submit_button_sends_all_fields_of_its_form() -> None:
    action = _in_form(4, form_value={"desc": "不出油", "day": "2026-01-01"})
    assert action == {
        "tag": "button",
        "name": "send",
        "form_value": {
            "desc": "不出油",
            "kind": "tank",
            "day": "2026-01-01 +0800",
            "urgent": False,
        },
        "timezone": "Asia/Shanghai",
    }


@pytest.mark.parametrize(
    ("index", "did", "why"),
    [
        (4, {"form_value": {}}, "desc is required"),
        (4, {"form_value": {"desc": "x", "other": 1}}, "no other"),
        (5, {}, "reset"),
        (0, {"input_value": "x"}, "waits for the submit button"),
    ],
)
def test_a_form_does_not_send_what_the_client_would_hold_back(
    index: int, did: dict[str, Any], why: str
) -> None:
    with pytest.raises(NotClickable, match=why):
        _in_form(index, **did)


CALL = [{"type": "callback", "value": {"a": 1}}]


@pytest.mark.parametrize(
    ("component", "did", "sent"),
    [
        ({"tag": "input"}, {"input_value": "x"}, {"input_value": "x"}),
        (
            {"tag": "select_static", "options": [{"value": "p"}]},
            {"option": "p"},
            {"option": "p"},
        ),
        ({"tag": "overflow", "options": [{"value": "p"}]}, {"option": "p"}, {"option": "p"}),
        (
            {"tag": "picker_time"},
            {"option": "08:30"},
            {"option": "08:30 +0800", "timezone": "Asia/Shanghai"},
        ),
        (
            {"tag": "select_img", "options": [{"value": "p"}]},
            {"option": "p"},
            {"options": ["p"]},
        ),
        ({"tag": "checker", "behaviors": CALL}, {"checked": True}, {"checked": True}),
        ({"tag": "interactive_container", "behaviors": CALL}, {}, {}),
    ],
)
def test_a_control_outside_a_form_sends_what_was_chosen(
    component: dict[str, Any], did: dict[str, Any], sent: dict[str, Any]
) -> None:
    card = {"schema": "2.0", "body": {"elements": [component]}}
    action = build_action(card, Press(path=["body", "elements", 0], **did))
    value = {"value": {"a": 1}} if "behaviors" in component else {}
    assert action == {"tag": component["tag"], **value, **sent}


@pytest.mark.parametrize(
    ("component", "did"),
    [
        ({"tag": "button", "disabled": True}, {}),
        ({"tag": "button", "behaviors": [{"type": "open_url", "default_url": "x"}]}, {}),
        ({"tag": "select_static", "options": [{"value": "p"}]}, {"option": "q"}),
        ({"tag": "checker"}, {"checked": True}),
        ({"tag": "markdown"}, {}),
    ],
)
def test_what_does_not_call_back_is_not_clickable(
    component: dict[str, Any], did: dict[str, Any]
) -> None:
    card = {"schema": "2.0", "body": {"elements": [component]}}
    with pytest.raises(NotClickable):
        build_action(card, Press(path=["body", "elements", 0], **did))
