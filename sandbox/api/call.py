"""One API call: its parameters read with Feishu's checks."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from sandbox.api.answers import Json, wrong_field
from sandbox.core import Sandbox
from sandbox.state.logins import UserToken
from sandbox.state.world import World

USER_ID_TYPES = ("open_id", "union_id", "user_id")


@dataclass(slots=True)
class Part:
    """One part of a multipart body."""

    data: bytes
    filename: str = ""


@dataclass(slots=True)
class Call:
    box: Sandbox
    request: web.Request
    body: Json = field(default_factory=dict)
    form: dict[str, Part] = field(default_factory=dict)
    login: UserToken | None = None  # whose token it was; None: the app's

    @property
    def world(self) -> World:
        return self.box.world

    def path(self, name: str) -> str:
        return self.request.match_info[name]

    def query(self, name: str, default: str = "") -> str:
        return self.request.query.get(name, default)

    def queries(self, name: str) -> list[str]:
        return self.request.query.getall(name, [])

    def choice(self, name: str, allowed: tuple[str, ...], default: str = "") -> str:
        value = self.query(name) or default
        if value not in allowed:
            raise wrong_field(name, f"one of {', '.join(allowed)}", value)
        return value

    def number(self, name: str, *, default: int, low: int, high: int) -> int:
        text = self.query(name)
        if not text:
            return default
        if not text.isdigit() or not low <= int(text) <= high:
            raise wrong_field(name, f"the value must be between {low} and {high}", text)
        return int(text)

    def text(self, name: str, *, required: bool = False, most: int | None = None) -> str:
        value = self.body.get(name)
        if value is None or value == "":
            if required:
                raise wrong_field(name, f"{name} is required")
            return ""
        if not isinstance(value, str):
            raise wrong_field(name, f"{name} must be a string", value)
        if most is not None and len(value) > most:
            raise wrong_field(name, f"{name} has at most {most} characters", value)
        return value

    def flag(self, name: str) -> bool:
        value = self.body.get(name, False)
        if not isinstance(value, bool):
            raise wrong_field(name, f"{name} must be a boolean", value)
        return value

    def texts(self, name: str, *, required: bool = False, most: int | None = None) -> list[str]:
        value = self.body.get(name)
        if value is None:
            value = []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise wrong_field(name, f"{name} must be a list of strings", value)
        if required and not value:
            raise wrong_field(name, f"{name} is required")
        if most is not None and len(value) > most:
            raise wrong_field(name, f"{name} has at most {most} entries")
        return value

    def object(self, name: str, *, required: bool = False) -> Json:
        value = self.body.get(name)
        if value is None and not required:
            return {}
        if not isinstance(value, dict):
            raise wrong_field(name, f"{name} must be an object", value)
        return value


Reply = Json | web.Response
Handler = Callable[[Call], Reply | Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    path: str
    handler: Handler
    open: bool = False  # no Authorization needed
    sends: bool = False  # the fault send_error_rate concerns it
    serial: bool = False  # calls for one chat must follow each other
    scope: str = ""  # what the fault missing_scopes may take away
    user: bool = False  # a person's token may make the call
    rates: tuple[tuple[int, float], ...] = ()  # calls within seconds; empty: 50/s and 1000/min
    bad_json: int = 0  # the code for a body that is not JSON

    @property
    def api(self) -> str:
        return f"{self.method} {self.path}"
