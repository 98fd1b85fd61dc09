"""A voice clip without a microphone: silence of a given length, as the Ogg Opus file of a client.

Formats: RFC 3533 (Ogg), RFC 7845 (Opus in Ogg), RFC 6716 (a frame of silence).
"""

import struct

FRAME_MS = 20
SAMPLES_PER_FRAME = 960  # Opus in Ogg counts at 48 kHz, whatever the recording had
SILENCE = b"\xf8\xff\xfe"
FRAMES_PER_PAGE = 50
SERIAL = 0x5A5D
FIRST, LAST = 0x02, 0x04


def _crc_table() -> list[int]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
        table.append(value)
    return table


CRC = _crc_table()


def _checksum(page: bytes) -> int:
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ CRC[value >> 24 ^ byte]
    return value


def _page(number: int, packets: list[bytes], *, kind: int = 0, samples: int = 0) -> bytes:
    """All packets here are shorter than 255 bytes, so that each takes one segment."""
    segments = bytes(len(one) for one in packets)
    head = struct.pack("<4sBBqIII", b"OggS", 0, kind, samples, SERIAL, number, 0)
    page = bytearray(head + bytes([len(packets)]) + segments + b"".join(packets))
    page[22:26] = struct.pack("<I", _checksum(bytes(page)))
    return bytes(page)


def silence(duration_ms: int) -> bytes:
    frames = max(1, round(duration_ms / FRAME_MS))
    maker = b"sandbox"
    about = struct.pack("<8sBBHIhB", b"OpusHead", 1, 1, 0, 16_000, 0, 0)
    tags = struct.pack("<8sI", b"OpusTags", len(maker)) + maker + struct.pack("<I", 0)
    pages = [_page(0, [about], kind=FIRST), _page(1, [tags])]
    for start in range(0, frames, FRAMES_PER_PAGE):
        end = min(frames, start + FRAMES_PER_PAGE)
        kind = LAST if end == frames else 0
        packets = [SILENCE] * (end - start)
        pages.append(_page(len(pages), packets, kind=kind, samples=end * SAMPLES_PER_FRAME))
    return b"".join(pages)
