"""One sandbox: its memory, its switches and its way to the bot."""

from collections import Counter

from sandbox.faults import Faults
from sandbox.limits import Limits
from sandbox.push.pusher import Pusher
from sandbox.settings import Settings
from sandbox.state.world import World


class Sandbox:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.faults = Faults()
        self.limits = Limits()
        self.world = World(settings)
        self.clicking: Counter[str] = Counter()  # messages with a click under way
        self.changing: set[str] = set()  # chats whose members are being changed
        self.pusher = Pusher(settings, self.world, self.faults)

    async def start(self) -> None:
        await self.pusher.start()

    async def stop(self) -> None:
        self.world.feed.close()
        await self.pusher.stop()

    async def reset(self) -> None:
        await self.pusher.forget()
        self.faults.clear()
        self.limits.forget()
        self.world.forget()
