"""Delivers batch messages: one batch after the other, at the tenant's pace."""

import asyncio

from sandbox.acts import messages as acts
from sandbox.core import Sandbox
from sandbox.state.batches import Batch

# A round: what fits into so many seconds at the given pace, or so many people without one.
ROUND_S = 0.02
UNPACED = 200


def wake(box: Sandbox) -> None:
    if box.posting is None or box.posting.done():
        box.posting = asyncio.get_running_loop().create_task(_work(box))


async def _work(box: Sandbox) -> None:
    pace, budget = box.settings.batch_pace, 1.0
    while True:
        batch = next((one for one in box.world.batches if one.waiting), None)
        batch = batch or next((one for one in box.world.batches if one.to_recall), None)
        if batch is None:
            return
        many = int(budget) if pace else UNPACED
        step(box, batch, many)
        budget = budget - many + pace * ROUND_S
        await asyncio.sleep(ROUND_S if pace else 0)


def step(box: Sandbox, batch: Batch, many: int) -> None:
    """Deliver to so many people, or take back so many messages."""
    box.world.batches.touch(batch.batch_id)
    for _ in range(min(many, len(batch.waiting))):
        _deliver(box, batch, batch.waiting.pop(0))
    for message_id in batch.to_recall[:many]:
        message = box.world.messages.get(message_id)
        if message is not None and not message.recalled:
            acts.recall(box, message, by_bot=True)
        batch.recalled += 1


def _deliver(box: Sandbox, batch: Batch, open_id: str) -> None:
    person = box.world.people.get(open_id)
    if batch.recalling or person is None or person.resigned or open_id in box.faults.unavailable:
        return
    message = acts.bot_says(
        box,
        box.world.p2p(open_id),
        msg_type=batch.msg_type,
        content=batch.content,
        mentions=batch.mentions,
        card=batch.card,
        warnings=batch.warnings,
        batch_id=batch.batch_id,
    )
    batch.sent[open_id] = message.message_id
