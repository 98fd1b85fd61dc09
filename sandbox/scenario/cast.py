"""Who takes part: people of the sandbox by role, name or kind."""

from datetime import datetime

from sandbox.client import Json, SandboxClient
from sandbox.scenario.actor import Actor
from sandbox.scenario.failure import ScenarioFailed
from sandbox.scenario.transcript import Transcript

BASE = "http://127.0.0.1:9000"


class Scenario:
    """`within` is how long people wait for the bot unless told otherwise."""

    def __init__(
        self,
        base: str | SandboxClient = BASE,
        *,
        within: float = 5.0,
        taken: set[str] | None = None,
    ) -> None:
        self.client = SandboxClient(base) if isinstance(base, str) else base
        self.within = within
        self.transcript = Transcript()
        self.last: Actor | None = None
        self.began_ms = int(datetime.fromisoformat(self.client.now()).timestamp() * 1000)
        self.bot_id = str(self.client.app()["open_id"])
        self._people = self.client.people()
        # Scenarios that share this set never share a person.
        self._taken = set() if taken is None else taken

    def person(self, called: str) -> Actor:
        """Somebody of this name, role or kind whom the scenario does not have yet."""
        found = [
            one
            for one in self._people
            if called in (one["name"], one["role"], one["kind"], one["open_id"], one["skill"])
            and one["open_id"] not in self._taken
        ]
        if not found:
            raise ScenarioFailed(f"the sandbox has no (further) {called!r}; {self._roles()}")
        return self._enter(found[0])

    def _enter(self, person: Json) -> Actor:
        self._taken.add(person["open_id"])
        chat_id = self.client.p2p(person["open_id"])
        return Actor(self, person, chat_id, "with the bot")

    def _roles(self) -> str:
        roles = sorted({one["role"] for one in self._people if one["role"]})
        return f"its roles are {'、'.join(roles)}"
