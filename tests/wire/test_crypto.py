"""Feishu's encryption and signature: published vectors, round trips, and its own SDK's opinion."""

from __future__ import annotations

import base64
import json
import random
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feishu.envelope import Event, Keys, Refused, decrypt, open_envelope, signature
from tests import pushing
from tests.furniture import NOON, Desk
from tests.wire.captured import seal

HERE = Path(__file__).parent
VECTORS = json.loads((HERE / "vectors.json").read_text("utf-8"))
KEYS = Keys(pushing.APP_ID, pushing.ENCRYPT_KEY, pushing.TOKEN, timedelta(hours=8))

fast = settings(max_examples=100, derandomize=True, deadline=None, database=None)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def test_the_vector_of_feishus_documentation() -> None:
    assert decrypt("P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=", "test key") == b"hello world"


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: str(case["name"]))
def test_our_vectors_for_the_signature(desk: Desk, case: dict[str, Any]) -> None:
    names = {
        "X-Lark-Request-Timestamp": case["timestamp"],
        "X-Lark-Request-Nonce": case["nonce"],
        "X-Lark-Signature": case["signature"],
    }
    headers = {name: value for name, value in names.items() if value is not None}
    assert desk.pusher.raw(VECTORS["body"].encode(), headers).status_code == case["status"]


@fast
@given(content=st.binary(max_size=200), key=st.text(st.characters(codec="utf-8"), max_size=40))
def test_what_is_sealed_opens_with_its_key(content: bytes, key: str) -> None:
    assert decrypt(json.loads(seal(content, key))["encrypt"], key) == content


@fast
@given(event=st.dictionaries(st.text(), json_values, max_size=5))
def test_an_event_comes_out_as_it_went_in(event: dict[str, Any]) -> None:
    body = pushing.envelope("im.message.receive_v1", event, event_id="e1", at=NOON)
    raw = seal(json.dumps(body).encode())
    opened = open_envelope(raw, pushing.sign(raw, NOON), KEYS, NOON)
    assert opened == Event("im.message.receive_v1", "e1", NOON, body)


@fast
@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")), st.binary())
def test_the_signature_is_that_of_the_tests_own_feishu(nonce: str, key: str, raw: bytes) -> None:
    headers = pushing.sign(raw, NOON, key, nonce)
    timestamp = headers["X-Lark-Request-Timestamp"]
    assert signature(timestamp, nonce, key, raw) == headers["X-Lark-Signature"]


# In a process of its own: the SDK takes 170 MB, and the gateway's tests load it otherwise.
SDK = """
import json, sys
from lark_oapi.core.model import RawRequest
from lark_oapi.core.utils.decryptor import AESCipher
from lark_oapi.event.dispatcher_handler import EventDispatcherHandler

def judge(key, token, cipher, headers, raw):
    told = []
    handler = EventDispatcherHandler.builder(key, token)
    handler = handler.register_p2_customized_event("random.event", told.append).build()
    request = RawRequest()
    request.uri, request.headers, request.body = "/", headers, raw.encode()
    status = handler.do(request).status_code
    return AESCipher(key).decrypt_str(cipher), status, len(told)

print(json.dumps([judge(*case) for case in json.load(sys.stdin)]))
"""


def random_cases() -> list[tuple[str, str, str, dict[str, str], str]]:
    dice = random.Random(2026)
    cases = []
    for number in range(50):
        key, words = f"key {dice.random()}", ["油枪", "\"'", "\n", "é", "🛢", str(dice.random())]
        event = {str(n): dice.choices(words, k=3) for n in range(dice.randint(0, 9))}
        body = pushing.envelope("random.event", event, event_id=f"e{number}", at=NOON)
        raw = seal(json.dumps(body, ensure_ascii=False).encode(), key)
        headers = pushing.sign(raw, NOON, key, nonce=f"{dice.random()}")
        if number % 2:
            headers["X-Lark-Signature"] = "0" * 64
        cases.append((key, pushing.TOKEN, json.loads(raw)["encrypt"], headers, raw.decode()))
    return cases


def test_feishus_own_sdk_agrees_on_fifty_random_pushes() -> None:
    cases = random_cases()
    done = subprocess.run(
        [sys.executable, "-c", SDK],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    theirs = json.loads(done.stdout.splitlines()[-1])
    for number, (key, token, cipher, headers, raw) in enumerate(cases):
        good = number % 2 == 0
        assert theirs[number] == [decrypt(cipher, key).decode(), 200 if good else 500, int(good)]
        stamp, nonce = headers["X-Lark-Request-Timestamp"], headers["X-Lark-Request-Nonce"]
        assert (signature(stamp, nonce, key, raw.encode()) == headers["X-Lark-Signature"]) is good
        assert opens(raw, headers, Keys(pushing.APP_ID, key, token, timedelta(hours=8))) is good


def opens(raw: str, headers: dict[str, str], keys: Keys) -> bool:
    try:
        return isinstance(open_envelope(raw.encode(), headers, keys, NOON), Event)
    except Refused:
        return False


def test_a_flipped_bit_of_the_cipher_never_opens_as_the_same_text() -> None:
    sealed = base64.b64decode(json.loads(seal(b"hello world", iv=bytes(16)))["encrypt"])
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        assert opened(bytes(changed)) != b"hello world"


def opened(sealed: bytes) -> bytes | None:
    try:
        return decrypt(base64.b64encode(sealed).decode(), pushing.ENCRYPT_KEY)
    except Refused:
        return None
