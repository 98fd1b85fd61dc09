"""The cards about pictures and voice clips, in every state."""

from cards.answer import AnswerView, answer_card
from cards.kit import Card
from cards.reading import (
    ReadingView,
    asked_card,
    check_card,
    unread_card,
    with_reading,
    with_unread,
)
from cards.words import reading as say

SCREEN = "中国石化 2 号站\n10:42:07\n读卡失败\n错误代码：E3012\n确定　取消"
IMAGE = ReadingView(31, "image", "读卡失败 错误代码：E3012", SCREEN)
VOICE = ReadingView(32, "audio", "二号枪不出油了怎么弄", "二号枪不出油了怎么弄")


def reading_examples(answer: AnswerView, hostile: str) -> dict[str, Card]:
    shown = answer_card(answer)
    unread = {
        f"unread_{kind}_{reason}": unread_card(kind, reason)
        for kind, reasons in say.FAILURES.items()
        for reason in reasons
    }
    return unread | {
        "reading_check": check_card(IMAGE),
        "reading_check_voice": check_card(VOICE),
        "reading_check_unread": check_card(ReadingView(31, "image", "读卡失败", "读卡失败", 2)),
        "reading_check_hostile": check_card(ReadingView(31, "image", hostile, hostile * 40)),
        "reading_asked": asked_card("image", IMAGE.question),
        "reading_answer": with_reading(shown, IMAGE),
        "reading_answer_voice": with_reading(shown, VOICE),
        "reading_answer_hostile": with_reading(shown, ReadingView(31, "image", hostile, hostile)),
        "reading_unread_answer": with_unread(shown, "image", "not_allowed"),
    }
