"""Text in pictures and speech over HTTP."""

import base64
import hashlib
from typing import Any

import pytest

from sandbox.client import SandboxClient
from sandbox.stub_bot import Api

Json = dict[str, Any]
OCR = "/optical_char_recognition/v1/image/basic_recognize"
SPEECH = "/speech_to_text/v1/speech/file_recognize"
PNG = b"\x89PNG\r\n\x1a\n"
CONFIG = {"file_id": "qwe12dd34567890w", "format": "pcm", "engine_type": "16k_auto"}


def coded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def spoken(data: bytes = b"\0\0" * 100, **config: str) -> Json:
    return {"speech": {"speech": coded(data)}, "config": CONFIG | config}


def test_a_picture_reads_as_the_test_has_said(api: Api, client: SandboxClient) -> None:
    picture, other = PNG + b"1", PNG + b"2"
    assert api.call("POST", OCR, {"image": coded(picture)}).data == {"text_list": []}
    sha = hashlib.sha256(picture).hexdigest()
    client.call("POST", "ocr", {"image_sha": sha, "lines": ["E-1042", "油枪故障"]})
    client.call("POST", "ocr", {"lines": ["别的"]})
    assert api.call("POST", OCR, {"image": coded(picture)}).data["text_list"][0] == "E-1042"
    assert api.call("POST", OCR, {"image": coded(other)}).data == {"text_list": ["别的"]}


@pytest.mark.parametrize(
    "image", [None, "", "***", coded(b"text"), coded(PNG + b"x" * (5 * 1024 * 1024))]
)
def test_pictures_are_checked(api: Api, image: str | None) -> None:
    answer = api.call("POST", OCR, {"image": image})
    assert (answer.status, answer.code) == (400, 1150101)


def test_speech_reads_as_the_test_has_said(api: Api, client: SandboxClient) -> None:
    assert api.call("POST", SPEECH, spoken()).data == {"recognition_text": ""}
    client.call("POST", "speech", {"text": "三号枪不出油"})
    sha = hashlib.sha256(b"\1\1").hexdigest()
    client.call("POST", "speech", {"text": "打印机", "speech_sha": sha})
    assert api.call("POST", SPEECH, spoken()).data == {"recognition_text": "三号枪不出油"}
    assert api.call("POST", SPEECH, spoken(b"\1\1")).data == {"recognition_text": "打印机"}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"speech": {}, "config": CONFIG},
        {"speech": {"speech": "***"}, "config": CONFIG},
        spoken(file_id="short"),
        spoken(file_id="qwe12dd3456789-w"),
        spoken(format="opus"),
        spoken(engine_type="8k"),
        spoken(b"\0" * (60 * 32_000 + 2)),
    ],
)
def test_speech_is_checked(api: Api, body: Json) -> None:
    answer = api.call("POST", SPEECH, body)
    assert (answer.status, answer.code) == (400, 1040101)


def test_a_minute_of_speech_is_taken(api: Api) -> None:
    assert api.call("POST", SPEECH, spoken(b"\0" * (60 * 32_000))).code == 0


def test_the_free_edition_has_no_recognition(api: Api, client: SandboxClient) -> None:
    client.faults(free_edition=True)
    for path, body in ((OCR, {"image": coded(PNG)}), (SPEECH, spoken())):
        answer = api.call("POST", path, body)
        assert (answer.status, answer.code) == (400, 99991672)
