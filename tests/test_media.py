"""Photos and recordings in the form that recognition takes."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from bot import media
from models import Failure

ROOT = Path(__file__).parent.parent
ORIENTATION = 0x0112
LYING_ON_ITS_SIDE = 6


def clip(seconds: float, rate: int = 48_000, tone: float = 440.0) -> bytes:
    """A voice clip as clients send it: Ogg Opus with one channel."""
    at = np.arange(int(seconds * rate)) / rate
    file = io.BytesIO()
    wave = 0.5 * np.sin(2 * np.pi * tone * at)
    soundfile.write(file, wave, rate, format="OGG", subtype="OPUS")
    return file.getvalue()


def photo(width: int, height: int, *, turned: bool = False) -> bytes:
    """Noise, which no format makes small; white on top."""
    image = Image.effect_noise((width, height), 90).convert("RGB")
    image.paste((255, 255, 255), (0, 0, width, height // 8))
    exif = Image.Exif()
    if turned:
        exif[ORIENTATION] = LYING_ON_ITS_SIDE
    file = io.BytesIO()
    image.save(file, "JPEG", quality=97, exif=exif)
    return file.getvalue()


def loudest(pcm: bytes) -> float:
    """The frequency in Hz that most of the sound has."""
    samples = np.frombuffer(pcm, "<i2").astype(np.float64)
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * media.RATE / len(samples)


@pytest.mark.parametrize("rate", [8_000, 12_000, 16_000, 24_000, 48_000])
def test_a_clip_of_any_rate_sounds_the_same_at_16_khz(rate: int) -> None:
    pcm = media.speech(clip(2.0, rate))
    assert len(pcm) == pytest.approx(2.0 * media.RATE * 2, abs=media.RATE // 5)
    assert loudest(pcm) == pytest.approx(440, abs=3)
    level = np.abs(np.frombuffer(pcm, "<i2")[4000:-4000]).max()
    assert level == pytest.approx(0.5 * 32767, rel=0.1)


def test_what_16_khz_cannot_hold_is_left_out_and_not_folded_back() -> None:
    pcm = media.speech(clip(1.0, 48_000, tone=11_000))
    assert np.abs(np.frombuffer(pcm, "<i2")[2000:-2000]).max() < 0.02 * 32767


def test_two_channels_become_one() -> None:
    file = io.BytesIO()
    both = np.stack([np.full(16_000, 0.25), np.full(16_000, 0.75)], axis=1)
    soundfile.write(file, both, 16_000, format="WAV")
    heard = np.frombuffer(media.speech(file.getvalue()), "<i2")
    assert len(heard) == 16_000
    assert heard[8000] == pytest.approx(0.5 * 32767, abs=2)


def test_a_clip_of_a_minute_and_some_frames_is_a_minute() -> None:
    assert len(media.speech(clip(60.4, 16_000))) == media.MOST_SECONDS * media.RATE * 2


@pytest.mark.parametrize(
    ("content", "failure"),
    [
        (b"", Failure.UNREADABLE),
        (b"#!AMR\n" + bytes(200), Failure.UNREADABLE),
        (clip(1.0)[:90], Failure.UNREADABLE),
    ],
)
def test_what_is_no_recording_is_said_so(content: bytes, failure: Failure) -> None:
    with pytest.raises(media.Unfit) as unfit:
        media.speech(content)
    assert unfit.value.failure is failure


def test_a_clip_of_over_a_minute_is_said_to_be_too_long() -> None:
    with pytest.raises(media.Unfit) as unfit:
        media.speech(clip(62.0, 8_000))
    assert unfit.value.failure is Failure.TOO_LONG


def test_a_small_picture_is_not_touched() -> None:
    assert media.picture(b"anything small") == b"anything small"


def test_a_large_photo_becomes_small_enough_and_stays_upright() -> None:
    large = photo(4200, 3200, turned=True)
    assert len(large) > media.PICTURE_BYTES
    small = media.picture(large)
    assert len(small) <= media.PICTURE_BYTES
    with Image.open(io.BytesIO(small)) as shown:
        assert shown.height > shown.width
        assert max(shown.size) <= media.LONGEST_SIDE
        # Turned a quarter to the right, what was on top is on the right.
        right = shown.convert("L").getpixel((shown.width - 10, shown.height // 2))
    assert right == pytest.approx(255, abs=10)


@pytest.mark.parametrize(
    "content",
    [b"\0" * (media.PICTURE_BYTES + 1), photo(4200, 3200)[: media.PICTURE_BYTES + 10]],
)
def test_what_cannot_be_made_smaller_is_too_large(content: bytes) -> None:
    with pytest.raises(media.Unfit) as unfit:
        media.picture(content)
    assert unfit.value.failure is Failure.TOO_LARGE


def test_a_picture_of_very_many_points_is_not_decoded() -> None:
    file = io.BytesIO()
    Image.new("1", (9000, 9000)).save(file, "PNG")
    padded = file.getvalue() + bytes(media.PICTURE_BYTES)
    with pytest.raises(media.Unfit):
        media.picture(padded)


def test_nothing_is_loaded_before_it_is_needed() -> None:
    script = (
        "import sys, bot.media, bot.recognising, handlers\n"
        "print([m for m in ('PIL', 'soundfile', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
