"""An entry between its publications: pictures, dates, versions, the tree of categories."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk import attachments, content, faq, life, reminders
from bot.desk.knowledge import relate_new
from bot.faq_csv import FaqRow
from bot.feishu.errors import NeverAgain, TryLater
from bot.feishu.port import Address, CardMessage
from cards import words
from cards.words import review as say
from models import FaqAttachment, FaqEntry, FaqStatus, FaqVersion, IllegalMove
from tests.desk import reviewing
from tests.desk.reviewing import BOB, CAROL, MALLORY, card_of, entry, labels, press, text_of, toast
from tests.desk.test_conversation import buttons, clicked
from tests.furniture import NOON, Desk, SteppedClock
from tests.pushing import mention

PNG = b"\x89PNG\r\n\x1a\n..."
OWNER = "ou_owner"


@pytest.fixture
def desk(database_url: str, clock: SteppedClock) -> Iterator[Desk]:
    with reviewing.reviewed_desk(database_url, clock) as it:
        yield it


def attach(desk: Desk, name: str = "a.png", raw: bytes = PNG, code: str = "A-1") -> None:
    with desk.uow() as tx:
        held = life.entry_of(code, tx)
        assert held is not None
        attachments.add(held, name, raw, tx)


def answer(desk: Desk, text: str = "交不了班") -> str:
    desk.pusher.say(text)
    desk.drain()
    desk.wait(seconds=10)
    return text_of(desk.cards("oc_alice")[-1])


def expire_in(desk: Desk, days: int, *, owner: str | None = OWNER, code: str = "A-1") -> None:
    with desk.uow() as tx:
        held = life.entry_of(code, tx)
        assert held is not None
        held.owner = owner
        day = (tx.now + timedelta(days=days)).astimezone(words.SHANGHAI)
        said = {**content.of(held), "valid_until": content.until(f"{day:%Y-%m-%d}")}
        life.publish(held, said, "test", "", tx)


def remind(desk: Desk) -> int:
    count = reminders.remind(desk.uow)
    desk.drain()
    return count


def test_a_picture_is_uploaded_once_and_then_shown(desk: Desk) -> None:
    attach(desk)
    assert "img_key" not in answer(desk)
    assert attachments.upload_waiting(desk.uow, desk.feishu) == 1
    assert attachments.upload_waiting(desk.uow, desk.feishu) == 0
    ((key, content_),) = desk.feishu.images.items()
    assert content_ == PNG
    assert f'"img_key": "{key}"' in answer(desk)


def test_an_upload_that_fails_is_tried_again_and_one_that_is_refused_is_not(desk: Desk) -> None:
    attach(desk)
    desk.feishu.refuse_next(TryLater(0, "reset"))
    assert attachments.upload_waiting(desk.uow, desk.feishu) == 0
    desk.feishu.refuse_next(NeverAgain(234011, "format"))
    assert attachments.upload_waiting(desk.uow, desk.feishu) == 0
    assert attachments.upload_waiting(desk.uow, desk.feishu) == 0
    assert desk.feishu.images == {}
    assert [one.image_key for one in desk.rows(select(FaqAttachment))] == [attachments.REFUSED]
    assert "img_key" not in answer(desk)


def test_only_so_many_pictures_of_so_many_bytes(desk: Desk) -> None:
    for number in range(attachments.MOST):
        attach(desk, f"{number}.png", PNG + bytes([number]))
    for raw in (PNG + b"more", PNG + bytes(attachments.LARGEST), b"no picture"):
        with pytest.raises(attachments.Faulty):
            attach(desk, "x.png", raw)
    attach(desk, "again.png", PNG + b"\0")
    assert len(desk.rows(select(FaqAttachment))) == attachments.MOST


def test_the_owner_is_reminded_a_week_ahead_and_at_the_end(desk: Desk) -> None:
    expire_in(desk, 10)
    assert remind(desk) == 0
    desk.clock.advance(days=4)
    assert remind(desk) == 1
    assert remind(desk) == 0
    assert say.EXPIRES_TITLE in text_of(card_of(desk, OWNER))
    assert say.EXPIRED_NOTE not in answer(desk)
    desk.clock.advance(days=7)
    assert remind(desk) == 1
    assert remind(desk) == 0
    assert say.EXPIRED_TITLE in text_of(card_of(desk, OWNER))
    assert "看提示" in answer(desk)
    assert say.EXPIRED_NOTE in answer(desk)


def test_without_an_owner_the_reviewers_are_reminded(desk: Desk) -> None:
    expire_in(desk, 3, owner=None)
    assert remind(desk) == 1
    for who in (BOB, CAROL):
        assert say.EXPIRES_TITLE in text_of(card_of(desk, who))


def test_the_owner_prolongs_it_and_nobody_else_can(desk: Desk) -> None:
    expire_in(desk, 3)
    remind(desk)
    card = card_of(desk, OWNER)
    desk.feishu.send(Address("open_id", MALLORY), CardMessage(card), uuid="f")
    assert toast(press(desk, MALLORY, say.EXTEND_BUTTON, card=card)) == say.NOT_YOURS
    assert toast(press(desk, OWNER, say.EXTEND_BUTTON)) == say.EXTENDED_TOAST
    until = entry(desk).valid_until
    assert until is not None
    assert until > desk.clock.now() + timedelta(days=180)
    assert toast(press(desk, OWNER, say.EXTEND_BUTTON, card=card)) == words.STALE_CARD
    desk.clock.advance(days=10)
    assert remind(desk) == 0


def test_an_archived_entry_reminds_nobody(desk: Desk) -> None:
    expire_in(desk, 3)
    with desk.uow() as tx:
        held = life.entry_of("A-1", tx)
        assert held is not None
        life.archive(held, tx)
    assert remind(desk) == 0


def test_a_first_change_keeps_what_was_said_before_versions_were_kept(desk: Desk) -> None:
    with desk.uow() as tx:
        held = life.entry_of("A-1", tx)
        assert held is not None
        for version in tx.session.scalars(select(FaqVersion)):
            tx.session.delete(version)
        held.version = 0
        tx.session.flush()
        life.publish(held, {**content.of(held), "answer": "新"}, BOB, "", tx)
    said = desk.rows(
        select(FaqVersion).where(FaqVersion.entry_id == entry(desk).id).order_by(FaqVersion.number)
    )
    assert [(one.number, one.content["answer"]) for one in said] == [(1, "1. 看提示。"), (2, "新")]


def test_a_published_edit_is_found_by_the_next_question(desk: Desk) -> None:
    assert "看提示" not in answer(desk, "班次结不掉啦")
    with desk.uow() as tx:
        held = life.entry_of("A-1", tx)
        assert held is not None
        said = content.of(held)
        life.publish(held, {**said, "similar": [*said["similar"], "班次结不掉啦"]}, BOB, "", tx)
    desk.known.refresh()
    assert "看提示" in answer(desk, "班次结不掉啦")


@pytest.mark.parametrize(
    ("now", "to"),
    [
        (FaqStatus.DRAFT, FaqStatus.PUBLISHED),
        (FaqStatus.ARCHIVED, FaqStatus.DRAFT),
        (FaqStatus.ARCHIVED, FaqStatus.ARCHIVED),
        (FaqStatus.PUBLISHED, FaqStatus.IN_REVIEW),
    ],
)
def test_nothing_is_published_unread(now: FaqStatus, to: FaqStatus) -> None:
    one = FaqEntry(code="A-1", status=now)
    with pytest.raises(IllegalMove, match="A-1"):
        one.move(to, NOON)
    assert one.status is now


def test_categories_descend_a_level_at_a_time(desk: Desk) -> None:
    rows = [
        FaqRow(f"C-{n}", path, f"加油卡问题{n}", (), "1. 看。", (), "")
        for n, path in enumerate(["加油卡", "加油卡/充值", "加油卡/充值", "加油卡/优惠/节日"])
    ]
    with desk.uow() as tx:
        faq.import_rows(rows, tx, replace=False)
    desk.pusher.say("分类")
    desk.drain()
    top = desk.cards("oc_alice")[-1]
    assert labels(top)[:3] == ["加油卡", "小票", "班结"]
    level = open_category(desk, top, "加油卡")
    assert labels(level)[:2] == ["充值", "优惠"]
    assert "2 个小类，4 个问题" in text_of(level)
    assert "加油卡问题0" in text_of(level)
    assert "加油卡问题1" not in text_of(level)
    below = open_category(desk, level, "优惠")
    assert labels(below)[0] == "节日"
    lowest = open_category(desk, below, "节日")
    assert "加油卡问题3" in text_of(lowest)
    assert open_category(desk, open_category(desk, lowest, say.UP_BUTTON), say.UP_BUTTON) == level


def open_category(desk: Desk, card: object, label: str) -> Any:
    value = next(value for text, value in buttons(card) if text == label)
    return clicked(desk, value)["card"]["data"]


def test_a_new_entry_gets_its_neighbours_without_an_import(desk: Desk) -> None:
    relate_new(desk.known)
    row = FaqRow("A-9", "班结", "班结失败提示交不了班", (), "1. 看。", (), "")
    with desk.uow() as tx:
        faq.import_rows([row], tx, replace=False)
    desk.known.refresh()
    relate_new(desk.known)
    assert entry(desk, "A-9").related == ["A-1"]


def test_the_queue_is_not_shown_to_a_whole_group(desk: Desk) -> None:
    desk.pusher.say(
        "@_user_1 审核", sender=BOB, chat="oc_group", group=True,
        mentions=[mention("@_user_1", "ou_bot", "bot")],
    )  # fmt: skip
    desk.drain()
    assert say.SENT_TO_YOU in text_of(desk.cards("oc_group")[-1])
    assert say.QUEUE_EMPTY in text_of(card_of(desk, BOB))
