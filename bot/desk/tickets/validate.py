"""Reading an operator's JSON: typed, and every fault is told at once, by its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeVar

E = TypeVar("E", bound=StrEnum)


class PolicyFault(Exception):
    """All that is wrong, one line each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Reader:
    """One object of the JSON. What is read badly is noted and stands in as something harmless."""

    def __init__(self, value: Any, place: str = "", faults: list[str] | None = None) -> None:
        self.place = place
        self._faults = faults if faults is not None else []
        self._known: set[str] = set()
        if not isinstance(value, dict):
            self.fault("must be an object")
        self._value: dict[str, Any] = value if isinstance(value, dict) else {}

    def fault(self, what: str, name: str = "") -> None:
        self._faults.append(f"{'.'.join(filter(None, (self.place, name)))}: {what}")

    def finish(self) -> None:
        """Raises PolicyFault."""
        if self._faults:
            raise PolicyFault(self._faults)

    def done(self) -> None:
        """A name that nobody read is a typing mistake that would silently do nothing."""
        for name in sorted(set(self._value) - self._known):
            self.fault("is not known here", name)

    def get(self, name: str) -> Any:
        self._known.add(name)
        return self._value.get(name)

    def has(self, name: str) -> bool:
        return name in self._value

    @property
    def names(self) -> list[str]:
        return list(self._value)

    def text(self, name: str, default: str | None = None) -> str:
        found: str = self._of(name, str, "a text", default, "")
        return found

    def flag(self, name: str, default: bool = False) -> bool:
        found: bool = self._of(name, bool, "true or false", default, False)
        return found

    def number(self, name: str, default: float | None = None, *, least: float = 0) -> float:
        value = self.get(name)
        if value is None and default is not None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or value < least:
            self.fault(f"must be a number from {least:g}", name)
            return least
        return float(value)

    def minutes(self, name: str, default: float | None = None) -> timedelta:
        return timedelta(minutes=self.number(name, default))

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fault("must be a list of texts", name)
            return ()
        return tuple(value)

    def one_of(self, name: str, kind: type[E], default: E) -> E:
        value = self.get(name)
        try:
            return kind(value)
        except ValueError:
            self.fault(f"must be one of {', '.join(kind)}", name)
            return default

    def some_of(self, name: str, kind: type[E]) -> tuple[E, ...]:
        known = {member.value: member for member in kind}
        found = self.texts(name)
        for item in found:
            if item not in known:
                self.fault(f"{item!r} is none of {', '.join(known)}", name)
        return tuple(known[item] for item in found if item in known)

    def inside(self, name: str) -> Reader:
        value = self.get(name)
        return Reader({} if value is None else value, self._at(name), self._faults)

    def each(self, name: str) -> Iterator[Reader]:
        """The objects of a list."""
        value = self.get(name)
        if not isinstance(value, list):
            self.fault("must be a list", name)
            return
        for at, item in enumerate(value):
            yield Reader(item, self._at(f"{name}[{at}]"), self._faults)

    def named(self, name: str) -> Iterator[tuple[str, Any]]:
        value = self.get(name)
        if value is not None and not isinstance(value, dict):
            self.fault("must be an object", name)
            return
        yield from (value or {}).items()

    def attempt(self, name: str, make: Callable[[], Any], default: Any) -> Any:
        """A ValueError in `make` is the operator's."""
        try:
            return make()
        except (ValueError, TypeError) as error:
            self.fault(str(error), name)
            return default

    def _at(self, name: str) -> str:
        return f"{self.place}.{name}" if self.place else name

    def _of(self, name: str, kind: type, what: str, default: Any, harmless: Any) -> Any:
        value = self.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, kind):
            self.fault(f"must be {what}", name)
            return harmless
        return value
