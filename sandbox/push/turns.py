"""Order within a chat: whose push comes after whose."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

# A push waits this long for the answer to the one before it in its chat: a healthy bot hears
# a chat in order, and a hanging one does not hold the chat up (Feishu promises no order).
PATIENCE_S = 0.25


@dataclass(eq=False, slots=True)
class Turn:
    """The place of a push among those of its chat."""

    started: asyncio.Event = field(default_factory=asyncio.Event)
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    async def over(self) -> None:
        await self.started.wait()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.answered.wait(), PATIENCE_S)
