"""The tenant's departments: regions with their stations, and the desk with its tiers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sandbox.state import ids
from sandbox.state.people import Person

ROOT = "0"
DESK = "服务台"
ELSEWHERE = "其他"


@dataclass(frozen=True, slots=True)
class Department:
    open_id: str
    custom_id: str
    name: str
    parent: str  # the open_department_id; "0" is the root
    order: int = 0

    def id_as(self, id_type: str) -> str:
        return self.custom_id if id_type == "department_id" else self.open_id


class Departments:
    def __init__(self, people: Iterable[Person]) -> None:
        self._all: dict[str, Department] = {}
        for person in people:
            self._add_for(person)
        self._by_custom = {one.custom_id: one for one in self._all.values()}
        self._children: dict[str, list[Department]] = {}
        for one in self._all.values():
            self._children.setdefault(one.parent, []).append(one)

    def _add_for(self, person: Person) -> None:
        if person.department_id in self._all:
            return
        above = (person.province or ELSEWHERE) if person.kind == "staff" else DESK
        parent = self._region(above)
        name = person.station_name or person.role
        self._put(person.department_id, ids.stable("", person.department_id)[:16], name, parent)

    def _region(self, name: str) -> str:
        open_id = ids.stable("od-", f"region {name}")
        if open_id not in self._all:
            self._put(open_id, ids.stable("", open_id)[:16], name, ROOT)
        return open_id

    def _put(self, open_id: str, custom_id: str, name: str, parent: str) -> None:
        self._all[open_id] = Department(open_id, custom_id, name, parent, len(self._all) + 1)

    def __iter__(self) -> Iterator[Department]:
        return iter(self._all.values())

    def find(self, id_type: str, value: str) -> Department | None:
        return self._by_custom.get(value) if id_type == "department_id" else self._all.get(value)

    def of_any_kind(self, value: str) -> Department | None:
        return self._all.get(value) or self._by_custom.get(value)

    def children(self, open_id: str) -> list[Department]:
        return self._children.get(open_id, [])

    def below(self, open_id: str) -> list[Department]:
        """All departments under this one, parents before children."""
        found: list[Department] = []
        for child in self.children(open_id):
            found += [child, *self.below(child.open_id)]
        return found

    def above(self, department: Department) -> list[Department]:
        """The way to the root, nearest first."""
        found: list[Department] = []
        parent = self._all.get(department.parent)
        while parent is not None:
            found.append(parent)
            parent = self._all.get(parent.parent)
        return found
