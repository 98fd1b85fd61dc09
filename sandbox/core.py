"""One sandbox: its memory, its switches and its way to the bot."""

import asyncio
from collections import Counter

from sandbox.faults import Faults
from sandbox.keeping import Keeper
from sandbox.kept import keep_world
from sandbox.limits import Limits
from sandbox.push.lines import Lines
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
        self.lines = Lines()  # clients of the long connection
        self.pusher = Pusher(settings, self.world, self.faults, self.lines)
        self.posting: asyncio.Task[None] | None = None  # batch messages under way
        self.keeper = Keeper(settings.state) if settings.state else None
        if self.keeper is not None:
            keep_world(self.keeper, self.world)
            self.keeper.keep("faults", lambda: self.faults)

    async def start(self) -> None:
        await self.pusher.start()
        if self.keeper is not None:
            self.keeper.open()
            self.keeper.start()
            if self.settings.scopes:  # what the command line says counts more than the file
                self.world.grants.forget()
            self.pusher.resume()

    async def stop(self) -> None:
        self.world.feed.close()
        await self._stop_posting()
        await self.pusher.stop()
        if self.keeper is not None:
            await self.keeper.stop()

    async def reset(self) -> None:
        await self._stop_posting()
        await self.pusher.forget()
        self.faults.clear()
        self.limits.forget()
        self.world.forget()

    async def _stop_posting(self) -> None:
        if self.posting is not None:
            self.posting.cancel()
            await asyncio.gather(self.posting, return_exceptions=True)
            self.posting = None
