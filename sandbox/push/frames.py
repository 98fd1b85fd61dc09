"""The frames of a long connection: protobuf 2 by hand, as far as they need it.

Frame: 1 SeqID, 2 LogID uint64; 3 service, 4 method int32; 5 headers (1 key, 2 value), repeated;
6 payload_encoding, 7 payload_type string; 8 payload bytes; 9 LogIDNew string.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

CONTROL, DATA = 0, 1
VARINT, LENGTH = 0, 2
NUMBERS = {1: "seq_id", 2: "log_id", 3: "service", 4: "method"}
TEXTS = {6: "payload_encoding", 7: "payload_type", 9: "log_id_new"}


class BadFrame(ValueError):
    """The bytes are no frame."""


@dataclass(slots=True)
class Frame:
    seq_id: int = 0
    log_id: int = 0
    service: int = 0
    method: int = CONTROL
    headers: dict[str, str] = field(default_factory=dict)
    payload_encoding: str = ""
    payload_type: str = ""
    payload: bytes = b""
    log_id_new: str = ""

    def encode(self) -> bytes:
        out = bytearray()
        for number, name in NUMBERS.items():
            out += _varint(number << 3 | VARINT) + _varint(getattr(self, name))
        for key, value in self.headers.items():
            out += _block(5, _block(1, key.encode()) + _block(2, value.encode()))
        for number, name in ((6, "payload_encoding"), (7, "payload_type")):
            if text := getattr(self, name):
                out += _block(number, text.encode())
        if self.payload:
            out += _block(8, self.payload)
        if self.log_id_new:
            out += _block(9, self.log_id_new.encode())
        return bytes(out)


def decode(raw: bytes) -> Frame:
    frame = Frame()
    for number, value in _fields(raw):
        if number in NUMBERS and isinstance(value, int):
            setattr(frame, NUMBERS[number], value)
        elif number == 5 and isinstance(value, bytes):
            pair = {n: v.decode() for n, v in _fields(value) if isinstance(v, bytes)}
            frame.headers[pair.get(1, "")] = pair.get(2, "")
        elif number == 8 and isinstance(value, bytes):
            frame.payload = value
        elif number in TEXTS and isinstance(value, bytes):
            setattr(frame, TEXTS[number], value.decode())
    return frame


def _varint(number: int) -> bytes:
    if number < 0:  # int32: sign-extended to 64 bits
        number += 1 << 64
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _block(number: int, data: bytes) -> bytes:
    return _varint(number << 3 | LENGTH) + _varint(len(data)) + data


def _fields(raw: bytes) -> Iterator[tuple[int, int | bytes]]:
    at = 0
    while at < len(raw):
        tag, at = _read_varint(raw, at)
        kind = tag & 7
        value, at = _read_varint(raw, at)
        if kind == VARINT:
            yield tag >> 3, value
        elif kind == LENGTH and at + value <= len(raw):
            yield tag >> 3, raw[at : at + value]
            at += value
        else:
            raise BadFrame(f"wire type {kind} at {at}")


def _read_varint(raw: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while at < len(raw) and shift < 64:
        byte = raw[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, at
        shift += 7
    raise BadFrame("a number breaks off")
