"""What the desk may rely on, whichever implementation stands behind the port."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.feishu.codes import SCOPE_MISSING
from bot.feishu.errors import NeverAgain, TryLater
from bot.feishu.port import (
    Address,
    Audience,
    BatchProgress,
    CardMessage,
    ChatId,
    Content,
    Feishu,
    MessageId,
    NewChat,
    OpenId,
    Text,
)
from sandbox.testing import Running
from tests.contract.far import PICTURE, Far, MemoryFar, SandboxFar, card

MALLORY = OpenId("ou_00000000000000000000000000000000")


@pytest.fixture(params=["memory", "sandbox"])
def far(request: pytest.FixtureRequest) -> Far:
    if request.param == "memory":
        return MemoryFar()
    running: Running = request.getfixturevalue("running")
    running.client.reset()
    running.client.faults(limits=False)
    return SandboxFar(running)


@pytest.fixture
def feishu(far: Far) -> Feishu:
    return far.feishu


class TestSending:
    def test_a_text_to_a_person_arrives_in_their_own_chat(self, far: Far, feishu: Feishu) -> None:
        sent = feishu.send(Address("open_id", far.alice), Text("您好"), uuid="1")
        assert sent.chat_id == far.p2p()
        assert far.seen(sent.chat_id) == ["您好"]

    def test_a_card_to_a_group_arrives_there(self, far: Far, feishu: Feishu) -> None:
        group = far.group()
        sent = feishu.send(Address("chat_id", group), CardMessage(card("工单")), uuid="1")
        assert sent.chat_id == group
        assert far.seen(group) == [card("工单")]

    def test_the_same_uuid_yields_one_message(self, far: Far, feishu: Feishu) -> None:
        to = Address("open_id", far.alice)
        first, again = (feishu.send(to, Text("一次"), uuid="same") for _ in range(2))
        assert first == again
        assert far.seen(first.chat_id) == ["一次"]
        assert feishu.send(to, Text("两次"), uuid="other") != first

    def test_a_repeat_after_a_lost_answer_yields_one_message(
        self, far: Far, feishu: Feishu
    ) -> None:
        to = Address("open_id", far.alice)
        with far.losing_answers(), pytest.raises(TryLater):
            feishu.send(to, Text("一次"), uuid="same")
        sent = feishu.send(to, Text("一次"), uuid="same")
        assert far.seen(sent.chat_id) == ["一次"]

    @pytest.mark.parametrize(
        "to",
        [
            Address("open_id", MALLORY),
            Address("chat_id", "oc_00000000000000000000000000000000"),
            Address("open_id", ""),
        ],
    )
    def test_nobody_can_be_written_to_who_does_not_exist(self, feishu: Feishu, to: Address) -> None:
        with pytest.raises(NeverAgain):
            feishu.send(to, Text("?"), uuid="1")

    @pytest.mark.parametrize("content", [Text("长" * 60_000), CardMessage(card("长" * 12_000))])
    def test_what_is_too_long_is_final(self, far: Far, feishu: Feishu, content: Content) -> None:
        with pytest.raises(NeverAgain, match="230025"):
            feishu.send(Address("open_id", far.alice), content, uuid="1")

    def test_a_uuid_of_more_than_fifty_characters_is_final(self, far: Far, feishu: Feishu) -> None:
        to = Address("open_id", far.alice)
        feishu.send(to, Text("."), uuid="u" * 50)
        with pytest.raises(NeverAgain, match="99992402"):
            feishu.send(to, Text("."), uuid="u" * 51)


class TestReplying:
    def test_a_reply_stays_in_the_chat(self, far: Far, feishu: Feishu) -> None:
        group = far.group()
        asked = far.says(group, "卡纸")
        sent = feishu.reply(asked, Text("打开前盖"), uuid="1")
        assert sent.chat_id == group
        assert far.seen(group) == ["打开前盖"]

    def test_the_same_uuid_yields_one_reply(self, far: Far, feishu: Feishu) -> None:
        asked = far.says(far.group(), "卡纸")
        first, again = (
            feishu.reply(asked, Text("打开"), uuid="same", in_thread=True) for _ in range(2)
        )
        assert first == again

    def test_nothing_can_be_replied_to_a_recalled_message(self, far: Far, feishu: Feishu) -> None:
        sent = feishu.send(Address("open_id", far.alice), Text("错"), uuid="1")
        feishu.recall(sent.message_id)
        with pytest.raises(NeverAgain, match="230011"):
            feishu.reply(sent.message_id, Text("?"), uuid="2")

    def test_nothing_can_be_replied_to_an_unknown_message(self, feishu: Feishu) -> None:
        with pytest.raises(NeverAgain, match="99992354"):
            feishu.reply(MessageId("om_0"), Text("?"), uuid="2")


class TestChanging:
    def test_a_card_changes_in_place(self, far: Far, feishu: Feishu) -> None:
        sent = feishu.send(Address("open_id", far.alice), CardMessage(card("待处理")), uuid="1")
        feishu.update_card(sent.message_id, card("已领取"))
        assert far.seen(sent.chat_id) == [card("已领取")]

    def test_a_recalled_card_cannot_change(self, far: Far, feishu: Feishu) -> None:
        sent = feishu.send(Address("open_id", far.alice), CardMessage(card("1")), uuid="1")
        feishu.recall(sent.message_id)
        with pytest.raises(NeverAgain, match="230011"):
            feishu.update_card(sent.message_id, card("2"))

    def test_what_a_person_wrote_cannot_be_changed(self, far: Far, feishu: Feishu) -> None:
        asked = far.says(far.p2p(), "卡纸")
        with pytest.raises(NeverAgain, match="230012"):
            feishu.update_card(asked, card("2"))

    def test_a_text_cannot_become_a_card(self, far: Far, feishu: Feishu) -> None:
        sent = feishu.send(Address("open_id", far.alice), Text("1"), uuid="1")
        with pytest.raises(NeverAgain, match="230054"):
            feishu.update_card(sent.message_id, card("2"))

    def test_a_recalled_message_is_gone_and_cannot_be_recalled_again(
        self, far: Far, feishu: Feishu
    ) -> None:
        sent = feishu.send(Address("open_id", far.alice), Text("错"), uuid="1")
        feishu.recall(sent.message_id)
        assert far.seen(sent.chat_id) == []
        with pytest.raises(NeverAgain, match="230011"):
            feishu.recall(sent.message_id)

    def test_what_a_person_wrote_cannot_be_recalled(self, far: Far, feishu: Feishu) -> None:
        with pytest.raises(NeverAgain, match="230026"):
            feishu.recall(far.says(far.p2p(), "卡纸"))


class TestReacting:
    def test_a_reaction_comes_and_goes(self, far: Far, feishu: Feishu) -> None:
        chat = far.p2p()
        asked = far.says(chat, "卡纸")
        reaction = feishu.react(asked, "OK")
        assert far.reactions(chat, asked) == ["OK"]
        feishu.unreact(asked, reaction)
        assert far.reactions(chat, asked) == []

    def test_a_reaction_cannot_be_taken_back_twice(self, far: Far, feishu: Feishu) -> None:
        asked = far.says(far.p2p(), "卡纸")
        reaction = feishu.react(asked, "OK")
        feishu.unreact(asked, reaction)
        with pytest.raises(NeverAgain):
            feishu.unreact(asked, reaction)


class TestFiles:
    def test_a_persons_picture_can_be_downloaded(self, far: Far, feishu: Feishu) -> None:
        message, key = far.sends_picture(far.p2p())
        found = feishu.download(message, key, kind="image")
        assert (found.content, found.mime, found.file_name) == (PICTURE, "image/png", "泵.png")

    def test_a_file_that_is_not_in_the_message_is_final(self, far: Far, feishu: Feishu) -> None:
        message, _ = far.sends_picture(far.p2p())
        with pytest.raises(NeverAgain, match="234003"):
            feishu.download(message, "img_other", kind="image")

    def test_an_uploaded_image_gets_a_key(self, feishu: Feishu) -> None:
        assert feishu.upload_image(PICTURE, file_name="图.png")

    def test_an_empty_image_is_final(self, feishu: Feishu) -> None:
        with pytest.raises(NeverAgain, match="234010"):
            feishu.upload_image(b"", file_name="图.png")


SECOND = b"\0\0" * 16_000


class TestRecognition:
    def test_a_picture_is_read_in_regions(self, far: Far, feishu: Feishu) -> None:
        far.reads("交易失败", "E3012")
        assert feishu.recognise_image(PICTURE) == ["交易失败", "E3012"]

    def test_a_picture_without_text_is_read_as_nothing(self, far: Far, feishu: Feishu) -> None:
        far.reads()
        assert feishu.recognise_image(PICTURE) == []

    @pytest.mark.parametrize("content", [b"", PICTURE.ljust(5 * 1024 * 1024, b"\0")])
    def test_a_picture_of_no_size_or_of_5_mb_is_final(self, feishu: Feishu, content: bytes) -> None:
        with pytest.raises(NeverAgain, match="1150101"):
            feishu.recognise_image(content)

    def test_a_recording_is_heard(self, far: Far, feishu: Feishu) -> None:
        far.hears("二号枪不出油")
        assert feishu.recognise_speech(SECOND) == "二号枪不出油"

    def test_silence_is_heard_as_nothing(self, far: Far, feishu: Feishu) -> None:
        far.hears("")
        assert feishu.recognise_speech(SECOND) == ""

    @pytest.mark.parametrize("pcm", [b"", SECOND * 60 + b"\0\0"])
    def test_a_recording_of_no_length_or_of_over_a_minute_is_final(
        self, feishu: Feishu, pcm: bytes
    ) -> None:
        with pytest.raises(NeverAgain, match="1040101"):
            feishu.recognise_speech(pcm)


def test_the_free_edition_is_told_which_scope_is_missing(running: Running) -> None:
    running.client.reset()
    running.client.faults(free_edition=True)
    feishu = SandboxFar(running).feishu
    with pytest.raises(NeverAgain, match="optical_char_recognition:image") as refused:
        feishu.recognise_image(PICTURE)
    assert refused.value.code == SCOPE_MISSING
    with pytest.raises(NeverAgain, match="speech_to_text:speech"):
        feishu.recognise_speech(SECOND)


class TestChats:
    def test_a_new_chat_has_its_members_and_owner(self, far: Far, feishu: Feishu) -> None:
        new = NewChat("INC-1 不出油", (far.alice, far.bob), description="二线", owner=far.bob)
        chat = feishu.create_chat(new, uuid="1")
        assert far.members(chat) == {far.alice, far.bob}
        found = feishu.chat(chat)
        assert (found.name, found.mode, found.status) == ("INC-1 不出油", "group", "normal")
        assert found.owner == far.bob

    def test_a_chat_without_an_owner_belongs_to_the_bot(self, far: Far, feishu: Feishu) -> None:
        chat = feishu.create_chat(NewChat("事件", (far.alice,)), uuid="1")
        assert feishu.chat(chat).owner == ""

    def test_the_same_uuid_yields_one_chat(self, far: Far, feishu: Feishu) -> None:
        new = NewChat("事件", (far.alice,))
        assert feishu.create_chat(new, uuid="same") == feishu.create_chat(new, uuid="same")

    def test_a_chat_with_somebody_unknown_is_refused_whole(self, far: Far, feishu: Feishu) -> None:
        with pytest.raises(NeverAgain):
            feishu.create_chat(NewChat("事件", (far.alice, MALLORY)), uuid="1")

    def test_whoever_cannot_be_added_is_named_and_the_others_are_in(
        self, far: Far, feishu: Feishu
    ) -> None:
        chat = feishu.create_chat(NewChat("事件", (far.alice,)), uuid="1")
        added = feishu.add_members(chat, [far.bob, MALLORY])
        assert MALLORY in added.unknown + added.invalid
        assert far.members(chat) == {far.alice, far.bob}

    def test_adding_nobody_asks_nothing(self, far: Far, feishu: Feishu) -> None:
        added = feishu.add_members(ChatId("oc_any"), [])
        assert added.invalid + added.unknown + added.pending == ()

    def test_an_unknown_chat_is_final(self, far: Far, feishu: Feishu) -> None:
        with pytest.raises(NeverAgain):
            feishu.chat(ChatId("oc_0"))
        with pytest.raises(NeverAgain):
            feishu.add_members(ChatId("oc_0"), [far.alice])


class TestPeople:
    def test_a_person_is_known_by_open_id(self, far: Far, feishu: Feishu) -> None:
        found = feishu.user(far.alice)
        assert (found.open_id, found.name) == (far.alice, far.alice_name)
        assert found.union_id
        assert found.department_ids

    def test_an_unknown_person_is_final(self, feishu: Feishu) -> None:
        with pytest.raises(NeverAgain):
            feishu.user(MALLORY)

    def test_the_bot_knows_itself(self, feishu: Feishu) -> None:
        assert feishu.bot().open_id.startswith("ou_")
        assert feishu.bot().name

    @pytest.mark.parametrize("content", [Text("停机"), CardMessage(card("停机"))])
    def test_a_broadcast_reaches_everybody_and_names_whom_it_cannot(
        self, far: Far, feishu: Feishu, content: Content
    ) -> None:
        sent = feishu.batch_send(Audience((far.alice, MALLORY)), content)
        assert sent.batch_id
        assert sent.invalid_open_ids == (MALLORY,)
        assert len(far.seen(far.p2p())) == 1

    def test_what_became_of_a_broadcast_is_told_and_it_can_be_taken_back(
        self, far: Far, feishu: Feishu
    ) -> None:
        sent = feishu.batch_send(Audience((far.alice,)), CardMessage(card("停机")))
        progress = eventually(
            lambda: feishu.batch_progress(sent.batch_id), lambda p: p.reached == 1
        )
        assert (progress.valid, progress.read, progress.recalled) == (1, 0, 0)
        feishu.recall_batch(sent.batch_id)
        taken_back = eventually(
            lambda: feishu.batch_progress(sent.batch_id), lambda p: p.recalled == 1
        )
        assert taken_back.recalled == 1

    def test_an_unknown_broadcast_is_final(self, feishu: Feishu) -> None:
        with pytest.raises(NeverAgain):
            feishu.batch_progress("bm-0")


def eventually(
    look: Callable[[], BatchProgress], enough: Callable[[BatchProgress], bool]
) -> BatchProgress:
    """Feishu works on a broadcast after it has answered."""
    for _ in range(200):
        if enough(found := look()):
            return found
    return look()
