"""Pictures and recordings in the form that Feishu's recognition takes.

The libraries are loaded by the first that needs them: most workers never see a large photo.
"""

from __future__ import annotations

import io
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from models import Failure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/ai/optical_char_recognition-v1/image/basic_recognize
PICTURE_BYTES: Final = 5 * 1024 * 1024 - 1
# Text of a screen is still clear at this size, and a JPEG of it has 1 to 3 MB.
LONGEST_SIDE: Final = 3000
# A decoded picture of this many pixels takes 150 MB; phones make 12 to 50 million.
MOST_PIXELS: Final = 50_000_000
# https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/ai/speech_to_text-v1/speech/file_recognize
RATE: Final = 16_000
MOST_SECONDS: Final = 60
# A clip that a client calls 60 s long has a few frames more.
SLACK_SECONDS: Final = 1
# Opus knows 8, 12, 16, 24 and 48 kHz, which all divide this.
OPUS_RATE: Final = 48_000
TAPS: Final = 191

# One at a time: decoded media are large, and the worker has many threads.
_one = Lock()


class Unfit(Exception):
    """It cannot be brought into the form wanted."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure


def picture(content: bytes) -> bytes:
    """As it is where it is small enough, else as a smaller JPEG. Raises Unfit."""
    if len(content) <= PICTURE_BYTES:
        return content
    with _one:
        return _smaller(content)


def speech(content: bytes) -> bytes:
    """16 kHz, 16 bit, mono, from the Ogg Opus of a client. Raises Unfit."""
    with _one:
        samples, rate = _decoded(content)
        if len(samples) > (MOST_SECONDS + SLACK_SECONDS) * rate:
            raise Unfit(Failure.TOO_LONG)
        return _as_pcm(_at_16_khz(samples, rate)[: MOST_SECONDS * RATE])


def _smaller(content: bytes) -> bytes:
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content)) as found:
            # A JPEG is decoded at a half or a quarter of its size at once.
            found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            if found.width * found.height > MOST_PIXELS:
                raise Unfit(Failure.TOO_LARGE)
            found.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            # Phones store a photo lying on its side, with a note how to turn it.
            upright = ImageOps.exif_transpose(found)
            small = io.BytesIO()
            upright.convert("RGB").save(small, "JPEG", quality=85)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        # Among them the formats that only Feishu's own clients can read, such as HEIC.
        raise Unfit(Failure.TOO_LARGE) from error
    if small.tell() > PICTURE_BYTES:
        raise Unfit(Failure.TOO_LARGE)
    return small.getvalue()


def _decoded(content: bytes) -> tuple[NDArray[np.float32], int]:
    import soundfile

    try:
        with soundfile.SoundFile(io.BytesIO(content)) as file:
            rate = int(file.samplerate)
            frames = (MOST_SECONDS + SLACK_SECONDS) * rate + 1
            read: Any = file.read(frames, dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, RuntimeError, ValueError) as error:
        raise Unfit(Failure.UNREADABLE) from error
    if not len(read) or OPUS_RATE % rate:
        raise Unfit(Failure.UNREADABLE)
    samples: NDArray[np.float32] = read.mean(axis=1)
    return samples, rate


def _at_16_khz(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """By way of 48 kHz, cut off below half the lower rate; a 16 kHz recording comes as it is."""
    import numpy as np

    if rate == RATE:
        return samples
    between = np.zeros(len(samples) * (OPUS_RATE // rate), np.float32)
    between[:: OPUS_RATE // rate] = samples
    cutoff = 0.45 * min(rate, RATE) / OPUS_RATE
    at = np.arange(TAPS) - TAPS // 2
    window = 2 * cutoff * np.sinc(2 * cutoff * at) * np.blackman(TAPS)
    smooth = np.convolve(between, window * (OPUS_RATE // rate), mode="same")
    return smooth[:: OPUS_RATE // RATE].astype(np.float32)


def _as_pcm(samples: NDArray[np.float32]) -> bytes:
    return (samples.clip(-1.0, 1.0) * 32767).astype("<i2").tobytes()
