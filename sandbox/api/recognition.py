"""Text in pictures and in speech; what is read is what a test or the page has set.

Sources: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/ai/optical_char_recognition-v1/image/basic_recognize
and https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/ai/speech_to_text-v1/speech/file_recognize
"""

import base64
import binascii
import re
from typing import Any

from sandbox.api.answers import Json, Refused, ok
from sandbox.api.bitable.rates import PER_SECOND_20
from sandbox.api.call import Call, Route
from sandbox.api.images import image_mime

# A picture must be smaller than 5 MB; speech is PCM of 16 kHz and 16 bits, up to 60 s.
MOST_IMAGE = 5 * 1024 * 1024
MOST_SPEECH = 60 * 16_000 * 2
FILE_ID = re.compile(r"\w{16}", re.ASCII)
BAD_IMAGE, BAD_SPEECH = 1150101, 1040101
IMAGE_SCOPE, SPEECH_SCOPE = "optical_char_recognition:image", "speech_to_text:speech"


def _bytes(value: Any, error: int) -> bytes:
    if not isinstance(value, str) or not value:
        raise Refused(error)
    try:
        data = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(error, ext="not base64") from None
    if not data:
        raise Refused(error)
    return data


def _check_plan(call: Call, scope: str) -> None:
    """The free edition cannot be given these rights; which code it gets is not documented."""
    if call.box.faults.free_edition:
        call.world.journal.strike("free_edition")
        violation = {"type": "action_privilege_required", "subject": scope}
        text = f"Access denied. One of the following scopes is required: [{scope}]."
        raise Refused(99991672, msg=text, error={"permission_violations": [violation]})


def image(call: Call) -> Json:
    _check_plan(call, IMAGE_SCOPE)
    data = _bytes(call.body.get("image"), BAD_IMAGE)
    if len(data) >= MOST_IMAGE or image_mime(data) is None:
        raise Refused(BAD_IMAGE)
    return ok({"text_list": call.world.office.readings.picture(data)})


def speech(call: Call) -> Json:
    _check_plan(call, SPEECH_SCOPE)
    given, config = call.body.get("speech"), call.body.get("config")
    if not isinstance(given, dict) or not isinstance(config, dict):
        raise Refused(BAD_SPEECH)
    if not FILE_ID.fullmatch(str(config.get("file_id"))):
        raise Refused(BAD_SPEECH, ext="file_id has 16 letters, digits or underscores")
    if config.get("format") != "pcm" or config.get("engine_type") != "16k_auto":
        raise Refused(BAD_SPEECH, ext="format pcm, engine_type 16k_auto")
    data = _bytes(given.get("speech"), BAD_SPEECH)
    if len(data) > MOST_SPEECH:
        raise Refused(BAD_SPEECH, ext="longer than 60 s")
    return ok({"recognition_text": call.world.office.readings.speech(data)})


ROUTES = [
    Route(
        "POST",
        "/optical_char_recognition/v1/image/basic_recognize",
        image,
        scope=IMAGE_SCOPE,
        rates=PER_SECOND_20,
    ),
    Route(
        "POST",
        "/speech_to_text/v1/speech/file_recognize",
        speech,
        scope=SPEECH_SCOPE,
        rates=PER_SECOND_20,
    ),
]
