"""Text in pictures and speech over HTTP."""

import base64
import hashlib
from typing import Any

import pytest

from sandbox.acts.voice import silence
from sandbox.client import SandboxClient, SandboxError
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
    assert client.report()["faults"] == {"free_edition": 2}


def pcm(ms: int) -> bytes:
    return b"\0" * (ms * 32)


def heard(api: Api, ms: int) -> str:
    return str(api.call("POST", SPEECH, spoken(pcm(ms))).data["recognition_text"])


def fetched(api: Api, message: Json, key: str, kind: str = "file") -> bytes:
    path = f"/im/v1/messages/{message['message_id']}/resources/{message['content'][key]}"
    answer = api.call("GET", path, query={"type": kind})
    assert answer.status == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    return answer.raw


def test_a_voice_clip_is_sent_fetched_and_heard(
    api: Api, client: SandboxClient, alice: str
) -> None:
    client.hears("别的")
    clips = [client.voice(alice, 4_000, "三号枪不出油"), client.voice(alice, 9_000, "卡纸")]
    for clip in clips:
        said = client.write(alice, client.p2p(alice), clip, msg_type="audio")
        assert said["content"]["duration"] == clip["duration"]
        assert heard(api, clip["duration"]) == "别的"  # nobody has fetched it yet
        assert fetched(api, said, "file_key").startswith(b"OggS")
    assert [heard(api, ms) for ms in (4_000, 3_700, 9_000, 20_000)] == [
        "三号枪不出油",
        "三号枪不出油",
        "卡纸",
        "别的",
    ]


def test_a_picture_from_the_page_is_fetched_and_read(
    api: Api, client: SandboxClient, alice: str
) -> None:
    picture = PNG + b"3"
    key = client.upload(alice, "a.png", picture, "image/png")["image_key"]
    client.reads("E-1042", image_key=key)
    client.reads("别的")
    sent = client.write(alice, client.p2p(alice), {"image_key": key}, msg_type="image")
    assert fetched(api, sent, "image_key", "image") == picture
    assert api.call("POST", OCR, {"image": coded(picture)}).data == {"text_list": ["E-1042"]}
    assert client.call("GET", f"ocr?image_key={key}") == {"lines": ["E-1042"]}


def test_what_was_never_uploaded_has_no_text(client: SandboxClient, alice: str) -> None:
    with pytest.raises(SandboxError, match="nothing was uploaded"):
        client.reads("x", image_key="img_v3_no")
    with pytest.raises(SandboxError, match="duration_ms is between"):
        client.voice(alice, 0)


def pages_of(ogg: bytes) -> list[tuple[int, int, bytes]]:
    """(granule position, flags, payload) of pages whose checksum is right."""
    found = []
    while ogg:
        segments = ogg[27 : 27 + ogg[26]]
        length = 27 + len(segments) + sum(segments)
        page, ogg = ogg[:length], ogg[length:]
        assert page[:4] == b"OggS"
        assert _crc(page[:22] + bytes(4) + page[26:]) == int.from_bytes(page[22:26], "little")
        found.append((int.from_bytes(page[6:14], "little"), page[5], page[27 + len(segments) :]))
    return found


def _crc(data: bytes) -> int:
    """Bit by bit, as the Ogg specification writes it."""
    value = 0
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1) ^ (0x04C11DB7 if value >> 31 else 0)
            value &= 0xFFFFFFFF
    return value


@pytest.mark.parametrize("ms", [20, 1_000, 3_210])
def test_a_voice_clip_is_an_ogg_opus_file_of_its_length(ms: int) -> None:
    pages = pages_of(silence(ms))
    assert pages[0][2].startswith(b"OpusHead")
    assert pages[1][2].startswith(b"OpusTags")
    assert abs(pages[-1][0] / 48 - ms) <= 10
    assert [kind for _, kind, _ in pages] == [2, *[0] * (len(pages) - 2), 4]
