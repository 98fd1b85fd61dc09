"""The people of the tenant, read from an organisation file."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sandbox.state import ids

COLORS = ("#3370ff", "#14c0ff", "#34c724", "#ff8800", "#7f3bf5", "#f54a45", "#00b2a9", "#e9417c")


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    open_id: str
    union_id: str
    user_id: str
    name: str
    role: str
    kind: str
    station_code: str
    station_name: str
    province: str
    city: str
    skill: str
    email: str
    mobile: str
    department_id: str
    avatar_color: str
    status: str = "active"  # or resigned, frozen

    @property
    def resigned(self) -> bool:
        return self.status == "resigned"

    def id_as(self, id_type: str) -> str:
        return {"union_id": self.union_id, "user_id": self.user_id}.get(id_type, self.open_id)


class People:
    def __init__(self, everyone: list[Person]) -> None:
        # What differs from the organisation file: who joined beside whom, and what changed.
        self.joined: list[tuple[str, str, str]] = []
        self.changes: dict[str, dict[str, str]] = {}
        self._read(everyone)

    def _read(self, everyone: list[Person]) -> None:
        self._all = {person.open_id: person for person in everyone}
        self._by = {
            "open_id": self._all,
            "union_id": {person.union_id: person for person in everyone},
            "user_id": {person.user_id: person for person in everyone},
            "email": {person.email: person for person in everyone},
            "mobile": {person.mobile: person for person in everyone if person.mobile},
        }

    def __iter__(self) -> Iterator[Person]:
        return iter(self._all.values())

    def get(self, open_id: str) -> Person | None:
        return self._all.get(open_id)

    def find(self, id_type: str, value: str) -> Person | None:
        return self._by[id_type].get(value)

    def of_any_kind(self, value: str) -> Person | None:
        """A person by open_id, union_id or user_id, as `<at user_id>` allows."""
        for id_type in ("open_id", "union_id", "user_id"):
            if found := self._by[id_type].get(value):
                return found
        return None

    def change(self, open_id: str, **fields: str) -> Person:
        """The address book changes: a name, a phone number, a department, a resignation."""
        person = replace(self._all[open_id], **fields)
        self.changes.setdefault(open_id, {}).update(fields)
        self._read([person if one.open_id == open_id else one for one in self])
        return person

    def join(self, name: str, role: str, beside: Person) -> Person:
        """Somebody new at the station or in the tier of this person."""
        key = f"J{len(self.joined) + 1:04d}"
        person = replace(
            beside,
            key=key,
            open_id=ids.stable("ou_", key),
            union_id=ids.stable("on_", key),
            user_id=key.lower(),
            name=name,
            role=role,
            email=f"{key.lower()}@sandbox.example",
            mobile="",
            status="active",
        )
        self.joined.append((beside.open_id, name, role))
        self._read([*self, person])
        return person

    def snapshot(self) -> dict[str, Any]:
        return {"joined": self.joined, "changes": self.changes}

    def restore(self, data: dict[str, Any]) -> None:
        for beside, name, role in data["joined"]:
            self.join(name, role, self._all[beside])
        for open_id, fields in data["changes"].items():
            if open_id in self._all:
                self.change(open_id, **fields)

    def in_department(self, department_id: str) -> list[Person]:
        return [person for person in self if person.department_id == department_id]


def load_people(org: Path) -> People:
    data = json.loads(org.read_text("utf-8"))
    stations = {station["code"]: station for station in data.get("stations", [])}
    groups = {group["id"]: group["name"] for group in data.get("skill_groups", [])}
    everyone = [_staff(row, stations.get(row.get("station_code"), {})) for row in data["staff"]]
    everyone += [_agent(row, groups) for row in data.get("agents_tier1", [])]
    for tier in ("agents_tier2", "agents_tier3"):
        everyone += [_expert(row) for row in data.get(tier, [])]
    return People(everyone)


def _staff(row: dict[str, Any], station: dict[str, Any]) -> Person:
    return _person(
        row,
        kind="staff",
        role=row.get("role", ""),
        department=row.get("station_code", ""),
        station_code=row.get("station_code", ""),
        station_name=row.get("station_name", ""),
        province=station.get("province", ""),
        city=station.get("city", ""),
    )


def _agent(row: dict[str, Any], groups: dict[str, str]) -> Person:
    skill = groups.get(row.get("primary_group", ""), "")
    return _person(row, kind="agent", role="一线坐席", department="tier1", skill=skill)


def _expert(row: dict[str, Any]) -> Person:
    tier = row.get("tier", 2)
    role = "二线专家" if tier == 2 else "三线研发"
    return _person(
        row, kind="expert", role=role, department=f"tier{tier}", skill=row.get("specialty", "")
    )


def _person(
    row: dict[str, Any],
    *,
    kind: str,
    role: str,
    department: str,
    station_code: str = "",
    station_name: str = "",
    province: str = "",
    city: str = "",
    skill: str = "",
) -> Person:
    key = str(row["id"])
    open_id = row.get("feishu_open_id") or ids.stable("ou_", key)
    return Person(
        key=key,
        open_id=open_id,
        union_id=ids.stable("on_", key),
        user_id=key.lower(),
        name=row["name"],
        role=role,
        kind=kind,
        station_code=station_code,
        station_name=station_name,
        province=province,
        city=city,
        skill=skill,
        email=f"{key.lower()}@sandbox.example",
        mobile=row.get("phone", ""),
        department_id=ids.stable("od-", department),
        avatar_color=COLORS[sum(open_id.encode()) % len(COLORS)],
    )
