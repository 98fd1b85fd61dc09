"""What is said about pictures and voice clips that people send."""

from typing import Literal

Kind = Literal["image", "audio"]

THING: dict[Kind, str] = {"image": "图片", "audio": "语音"}

# --- what was read ------------------------------------------------------------------------------

READ: dict[Kind, str] = {"image": "我读到的", "audio": "我听到的"}
WRONG_BUTTON: dict[Kind, str] = {"image": "读错了，改一下", "audio": "听错了，改一下"}
CHECK_TITLE: dict[Kind, str] = {"image": "看看我读得对不对", "audio": "看看我听得对不对"}
CHECK_LEAD: dict[Kind, str] = {
    "image": "图片上的字，我读到这些。不对就直接改，再点“就问这个”。",
    "audio": "你说的话，我听到这些。不对就直接改，再点“就问这个”。",
}
INPUT_LABEL = "要问的话"
INPUT_HINT = "比如：报错 E3001 怎么处理"
ASK_BUTTON = "就问这个"
WHOLE_TEXT: dict[Kind, str] = {"image": "看读到的全部文字", "audio": "看听到的全部内容"}
ASKED_TITLE = "收到"
ASKED_LEAD = "正在找答案，马上发到下面。"
ASKED_TOAST = "收到，马上找答案"
NOTHING_WRITTEN = "还没写要问什么"
NOT_YOURS = "只有发的人自己能改"


def read(kind: Kind, text: str) -> str:
    return f"{READ[kind]}：{text}"


def some_unread(count: int) -> str:
    return f"还有 {count} 张图片没读成。"


# --- nothing was read ---------------------------------------------------------------------------

TITLE: dict[Kind, str] = {"image": "图片已收到", "audio": "语音已收到"}

# Why, and what to do.
IMAGE_FAILURES: dict[str, tuple[str, str]] = {
    "empty": ("图片里没读到字。", "对着报错拍近一点、拍清楚再发；或者把屏幕上的字打给我。"),
    "not_allowed": (
        "公司还没开通图片识别，图里的字我读不了。",
        "请打一句话问我，最好带上报错代码。",
    ),
    "too_large": ("图片太大，我读不了。", "发的时候不要选“原图”，或者截屏再发。"),
    "too_many": ("一次发的图片太多。", "把有报错的那张单独发给我。"),
    "unreadable": ("这种格式的图片我读不了。", "请截屏再发，或者打一句话问我。"),
    "closed": ("这个聊天不让我看图片。", "请在和我的单聊里发，或者打一句话问我。"),
    "expired": ("图片已经失效，打不开了。", "请重新发一次，或者打一句话问我。"),
    "busy": ("现在读图片的人太多，这张没读成。", "过几分钟再发一次；着急就直接打字问我。"),
    "refused": ("这张图片没读成。", "请再发一次，或者打一句话问我。"),
}
AUDIO_FAILURES: dict[str, tuple[str, str]] = {
    "empty": ("没听清你说的话。", "靠近手机再说一遍，或者打一句话问我。"),
    "not_allowed": ("公司还没开通语音识别，语音我听不了。", "请打一句话问我，最好带上报错代码。"),
    "too_large": ("语音太长，我听不了。", "请分成几段再发，或者打一句话问我。"),
    "too_long": ("语音超过 1 分钟，我听不了。", "请分成几段，每段不到 1 分钟；或者打一句话问我。"),
    "unreadable": ("这段语音我打不开。", "请重新录一段，或者打一句话问我。"),
    "closed": ("这个聊天不让我听语音。", "请在和我的单聊里发，或者打一句话问我。"),
    "expired": ("语音已经失效，打不开了。", "请重新录一段，或者打一句话问我。"),
    "busy": ("现在听语音的人太多，这段没听成。", "过几分钟再发一次；着急就直接打字问我。"),
    "refused": ("这段语音没听成。", "请再发一次，或者打一句话问我。"),
}
FAILURES: dict[Kind, dict[str, tuple[str, str]]] = {
    "image": IMAGE_FAILURES,
    "audio": AUDIO_FAILURES,
}


def failure(kind: Kind, reason: str) -> tuple[str, str]:
    """Why nothing was read, and what to do."""
    known = FAILURES[kind]
    return known.get(reason, known["refused"])


def kept(kind: Kind) -> str:
    return f"{THING[kind]}已经记下，转人工时一起交给同事。"
