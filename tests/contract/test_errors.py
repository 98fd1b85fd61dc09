"""What becomes of Feishu's refusals and failures, and how often it is bothered."""

from __future__ import annotations

import pickle
import socket
from threading import Event

import pytest

from bot.feishu import codes, sdk, session
from bot.feishu.calls import origin
from bot.feishu.errors import FeishuError, NeverAgain, TryLater
from bot.feishu.lark import LarkFeishu
from bot.feishu.port import Address, MessageId, Sent, Text
from tests.contract.stub import (
    RESET,
    Answer,
    Stub,
    answer,
    html,
    refusal,
)

DESK = Address("chat_id", "oc_desk")


@pytest.fixture
def feishu(stub: Stub) -> LarkFeishu:
    return LarkFeishu("cli_1", "s3cr3t", stub.origin)


def say(feishu: LarkFeishu, uuid: str = "u") -> Sent:
    return feishu.send(DESK, Text("卡纸"), uuid=uuid)


def test_each_code_in_the_table_may_be_tried_later(stub: Stub, feishu: LarkFeishu) -> None:
    for code in codes.TRY_LATER:
        for status in (200, 400, 500):
            # Twice: the first answer of a refused token is followed by one repeat.
            stub.answers.extend([refusal(code, status)] * (2 if code == 99991663 else 1))
            with pytest.raises(TryLater) as caught:
                say(feishu)
            assert caught.value.code == code
            assert not stub.answers


@pytest.mark.parametrize("code", [230002, 230011, 230013, 230025, 230099, 232009, 99991672, 424242])
def test_any_other_code_is_final(stub: Stub, feishu: LarkFeishu, code: int) -> None:
    stub.answers.append(refusal(code, msg="why"))
    with pytest.raises(NeverAgain, match=r"why|scopes") as caught:
        say(feishu)
    assert caught.value.code == code


def test_an_unknown_code_with_a_server_error_may_be_tried_later(
    stub: Stub, feishu: LarkFeishu
) -> None:
    stub.answers.append(refusal(424242, status=503))
    with pytest.raises(TryLater):
        say(feishu)


@pytest.mark.parametrize("header", ["x-ogw-ratelimit-reset", "X-Ogw-Ratelimit-Reset"])
def test_a_429_says_how_long_to_wait_in_whatever_case(
    stub: Stub, feishu: LarkFeishu, header: str
) -> None:
    stub.answers.append(answer({"code": 99991400, "msg": "slow"}, 429, **{header: "52"}))
    with pytest.raises(TryLater) as caught:
        say(feishu)
    assert caught.value.wait == 52.0


@pytest.mark.parametrize("reset", ["soon", ""])
def test_a_429_without_a_readable_time_names_none(
    stub: Stub, feishu: LarkFeishu, reset: str
) -> None:
    stub.answers.append(answer({"code": 99991400}, 429, x_ogw_ratelimit_reset=reset))
    with pytest.raises(TryLater) as caught:
        say(feishu)
    assert caught.value.wait is None


@pytest.mark.parametrize(
    "told",
    [html(502), html(200), html(404), html(302), answer([]), Answer(200, b""), answer("ok", 500)],
)
def test_an_answer_that_is_not_feishus_may_be_tried_later(
    stub: Stub, feishu: LarkFeishu, told: Answer
) -> None:
    stub.answers.append(told)
    with pytest.raises(TryLater, match="JSON"):
        say(feishu)


@pytest.mark.parametrize(
    "told",
    [
        answer({"code": 0, "msg": "ok"}),
        answer({"code": 0, "data": {"message_id": "om_1", "mentions": 5}}),
    ],
)
def test_a_success_of_another_shape_may_be_tried_later(
    stub: Stub, feishu: LarkFeishu, told: Answer
) -> None:
    stub.answers.append(told)
    with pytest.raises(TryLater):
        say(feishu)


def test_a_reset_connection_may_be_tried_later(stub: Stub, feishu: LarkFeishu) -> None:
    stub.answers.append(RESET)
    with pytest.raises(TryLater, match="ConnectionError"):
        say(feishu, uuid="once")
    say(feishu, uuid="once")
    assert [stub.json(n)["uuid"] for n in (0, 1)] == ["once", "once"]


def test_a_silent_server_may_be_tried_later(stub: Stub) -> None:
    feishu = LarkFeishu("cli_1", "s3cr3t", stub.origin, read_timeout=0.1)
    hold = Event()
    stub.answers.append(Answer(hold=hold))
    with pytest.raises(TryLater, match="Timeout"):
        say(feishu)
    hold.set()


def test_a_closed_port_may_be_tried_later() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        feishu = LarkFeishu("cli_1", "s3cr3t", f"http://127.0.0.1:{nobody.getsockname()[1]}")
        with pytest.raises(TryLater) as caught:
            say(feishu)
        assert not caught.value.outcome_unknown


def test_what_was_sent_and_not_answered_may_have_been_done(stub: Stub, feishu: LarkFeishu) -> None:
    """Known apart from what was never sent: that may be repeated after the uuid's hour, too."""
    stub.answers.append(RESET)
    with pytest.raises(TryLater) as caught:
        say(feishu)
    assert caught.value.outcome_unknown


@pytest.mark.parametrize("broken", [RESET, html(502)], ids=["reset", "html"])
def test_without_a_token_nothing_was_sent(stub: Stub, feishu: LarkFeishu, broken: Answer) -> None:
    stub.token_answers.append(broken)
    with pytest.raises(TryLater) as caught:
        say(feishu)
    assert not caught.value.outcome_unknown


@pytest.mark.parametrize("header", ["X-Tt-Logid", "x-tt-logid"])
def test_the_log_id_is_kept(stub: Stub, feishu: LarkFeishu, header: str) -> None:
    stub.answers.append(answer({"code": 230002, "msg": "no"}, 400, **{header: "L1"}))
    with pytest.raises(NeverAgain) as caught:
        say(feishu)
    assert caught.value.log_id == "L1"

    stub.answers.append(refusal(230002, error={"log_id": "L2"}))
    with pytest.raises(NeverAgain) as caught:
        say(feishu)
    assert caught.value.log_id == "L2"


def test_a_missing_scope_is_named(stub: Stub, feishu: LarkFeishu) -> None:
    violations = [{"type": "action_privilege_required", "subject": "im:chat"}]
    stub.answers.append(refusal(99991672, error={"permission_violations": violations}))
    with pytest.raises(NeverAgain, match="scopes: im:chat; grant it"):
        say(feishu)


def test_a_missing_scope_is_found_in_the_text_too(stub: Stub, feishu: LarkFeishu) -> None:
    msg = "Access denied. One of the following scopes is required: [im:chat, im:chat:read].应用"
    stub.answers.append(refusal(99991672, msg=msg))
    with pytest.raises(NeverAgain, match="scopes: im:chat, im:chat:read; grant it"):
        say(feishu)


@pytest.mark.parametrize(
    ("code", "advice"), [(10003, "app secret"), (10014, "app id"), (10015, "app secret")]
)
def test_wrong_credentials_are_final_and_say_what_to_check(
    stub: Stub, feishu: LarkFeishu, code: int, advice: str
) -> None:
    stub.token_answers.append(refusal(code, status=200))
    with pytest.raises(NeverAgain, match=advice):
        say(feishu)
    assert not stub.requests


@pytest.mark.parametrize("told", [html(502), answer({"code": 0, "msg": "ok"}), RESET])
def test_no_token_means_try_later(stub: Stub, feishu: LarkFeishu, told: Answer) -> None:
    stub.token_answers.append(told)
    with pytest.raises(TryLater):
        say(feishu)


def test_a_refused_download_is_not_taken_for_a_file(stub: Stub, feishu: LarkFeishu) -> None:
    stub.answers.append(refusal(234003, status=200))
    with pytest.raises(NeverAgain, match="234003"):
        feishu.download(MessageId("om_1"), "img_1", kind="image")


def test_a_json_file_of_a_person_is_a_file(stub: Stub, feishu: LarkFeishu) -> None:
    named = {"Content-Type": "application/json", "Content-Disposition": 'attachment; filename="a"'}
    stub.answers.append(Answer(200, b'{"code": 7}', named))
    assert feishu.download(MessageId("om_1"), "f", kind="file").content == b'{"code": 7}'


def test_a_huge_file_is_refused_before_it_is_read(stub: Stub, feishu: LarkFeishu) -> None:
    size = str(session.LARGEST_DOWNLOAD + 1)
    stub.answers.append(Answer(200, b"...", {"Content-Type": "x/y", "Content-Length": size}))
    with pytest.raises(NeverAgain, match="at most"):
        feishu.download(MessageId("om_1"), "f", kind="file")


@pytest.mark.parametrize(
    "domain",
    ["http://open.feishu.cn", "https://a.b/c", "https://u:p@a.b", "ftp://127.0.0.1", "feishu", ""],
)
def test_the_secret_never_travels_in_clear_or_to_a_path(domain: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        LarkFeishu("cli_1", "s3cr3t", domain)


def test_an_origin_may_end_with_a_slash() -> None:
    assert origin("https://open.larksuite.com/") == "https://open.larksuite.com"
    assert origin("http://localhost:9000") == "http://localhost:9000"


@pytest.mark.parametrize("error", [TryLater(1, "m", "l", wait=2.5), NeverAgain(1, "m", "l")])
def test_an_error_survives_pickling(error: FeishuError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


def test_the_shortcut_fits_the_installed_sdk() -> None:
    assert sdk._version() == sdk.KNOWN_LAYOUT
