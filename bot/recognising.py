"""One picture or voice clip, fetched and read outside of any transaction."""

from __future__ import annotations

from typing import Any, Final

from bot import media
from bot.desk.recognitions import Reading
from bot.feishu import codes
from bot.feishu.errors import NeverAgain
from bot.feishu.port import Feishu, MessageId
from bot.logs import log
from models import Failure, Medium, Outbound

# What a refusal means to the person who sent it. The rest is `REFUSED`.
# https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-resource/get
MEANING: Final = {
    codes.SCOPE_MISSING: Failure.NOT_ALLOWED,
    99991403: Failure.NOT_ALLOWED,
    1150101: Failure.UNREADABLE,
    1040101: Failure.UNREADABLE,
    230011: Failure.RECALLED,
    230110: Failure.RECALLED,
    99992354: Failure.RECALLED,
    234003: Failure.EXPIRED,
    234005: Failure.EXPIRED,
    234006: Failure.TOO_LARGE,
    234037: Failure.TOO_LARGE,
    234004: Failure.CLOSED,
    234038: Failure.CLOSED,
    234040: Failure.CLOSED,
    234043: Failure.CLOSED,
}


def read(mail: Outbound, feishu: Feishu) -> Reading:
    """What stands in the picture or is said in the clip, or why not. Raises TryLater.

    A refusal is an outcome the person is told of, and no row for an operator to look at.
    """
    try:
        return Reading(_text(MessageId(mail.target), mail.content, feishu))
    except NeverAgain as error:
        failure = MEANING.get(error.code, Failure.REFUSED)
        log().warning(
            "not_recognised", code=error.code, reason=error.message[:200], log_id=error.log_id
        )
    except media.Unfit as unfit:
        failure = unfit.failure
        log().warning("not_recognised", reason=failure.value)
    return Reading(failure=failure)


def _text(message: MessageId, what: dict[str, Any], feishu: Feishu) -> str:
    key = str(what["key"])
    if what["medium"] == Medium.AUDIO:
        sound = feishu.download(message, key, kind="file").content
        return feishu.recognise_speech(media.speech(sound)).strip()
    image = feishu.download(message, key, kind="image").content
    return "\n".join(line.strip() for line in feishu.recognise_image(media.picture(image)))
