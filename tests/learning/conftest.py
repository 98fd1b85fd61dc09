"""Questions made by hand, with what became of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import count

import pytest

from bot.learning.facts import Pressed, Recorded
from bot.matching.normalise import normalise
from models import Step, Verdict
from tests.furniture import NOON

Steps = Sequence[tuple[Step, int | None] | tuple[Step, int | None, str]]
VERDICTS = {
    Step.SHOWN_ANSWER: Verdict.ANSWER,
    Step.SHOWN_CHOICES: Verdict.CHOICES,
    Step.SHOWN_NONE: Verdict.NONE,
}
Ask = Callable[..., Recorded]


@pytest.fixture
def ask() -> Ask:
    """Each question a minute after the one before, unless `at` says when; its steps in seconds."""
    ids = count(1)

    def make(
        text: str,
        *steps: tuple[Step, int | None] | tuple[Step, int | None, str],
        who: str = "ou_alice",
        chat: str = "oc_alice",
        at: datetime | None = None,
        offered: tuple[int, ...] = (),
        talk: bool = False,
        via: str = "text",
        every: timedelta = timedelta(seconds=20),
    ) -> Recorded:
        number = next(ids)
        asked_at = at or NOON + timedelta(minutes=number)
        pressed = tuple(
            Pressed(step[0], step[1], step[2] if len(step) > 2 else "", asked_at + every * place)
            for place, step in enumerate(steps)
        )
        return Recorded(
            id=number,
            chat=chat,
            who=who,
            text=text,
            normalised=normalise(text),
            verdict=VERDICTS[steps[0][0]] if steps and steps[0][0] in VERDICTS else Verdict.NONE,
            offered=offered,
            nearest=offered[0] if offered else None,
            revision=1,
            at=asked_at,
            steps=pressed,
            talk=talk,
            via=via,
        )

    return make
