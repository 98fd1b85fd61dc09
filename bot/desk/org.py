"""Stations and people from a JSON file of the sample's shape."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.desk import org_desk
from bot.unit_of_work import Tx
from models import Person, PersonKind, Station

PEOPLE = {
    "staff": PersonKind.STAFF,
    "agents_tier1": PersonKind.AGENT,
    "agents_tier2": PersonKind.EXPERT,
    "agents_tier3": PersonKind.EXPERT,
}
OWN_COLUMNS = {"id", "name", "role", "station_code", "feishu_open_id"}


class OrgFault(Exception):
    """All that is wrong with the file, one line each."""


@dataclass(frozen=True)
class OrgCount:
    stations: int
    people: int
    linked: int


def import_org(raw: bytes, tx: Tx) -> OrgCount:
    """Adds and changes by code or id; removes nobody. All or nothing: raises OrgFault."""
    data = _read(raw)
    faults = [*_faults(data), *org_desk.faults(data)]
    if faults:
        raise OrgFault("\n".join(faults))
    for item in data["stations"]:
        tx.session.merge(_station(item))
    tx.session.flush()
    people = [_person(item, kind) for key, kind in PEOPLE.items() for item in data.get(key, [])]
    for person in people:
        tx.session.merge(person)
    tx.session.flush()
    org_desk.import_desk(data, tx)
    return OrgCount(len(data["stations"]), len(people), sum(1 for p in people if p.open_id))


def _read(raw: bytes) -> dict[str, Any]:
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except ValueError as error:
        raise OrgFault(f"not a JSON file in UTF-8: {error}") from error
    if not isinstance(data, dict) or not isinstance(data.get("stations"), list):
        raise OrgFault('the file must be an object with a list "stations"')
    return data


def _faults(data: dict[str, Any]) -> Iterator[str]:
    codes: set[str] = set()
    for at, item in enumerate(data["stations"]):
        yield from _missing(f"stations[{at}]", item, ("code", "name", "province", "city"))
        code = item.get("code") if isinstance(item, dict) else None
        if code in codes:
            yield f"stations[{at}]: code {code} occurs twice"
        codes.add(str(code))
    ids: set[str] = set()
    for key in PEOPLE:
        for at, item in enumerate(data.get(key, [])):
            yield from _missing(f"{key}[{at}]", item, ("id", "name"))
            if not isinstance(item, dict):
                continue
            if item.get("id") in ids:
                yield f"{key}[{at}]: id {item.get('id')} occurs twice"
            ids.add(str(item.get("id")))
            station = item.get("station_code")
            if station and station not in codes:
                yield f"{key}[{at}]: station {station} is not in the file"


def _missing(where: str, item: object, names: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(item, dict):
        yield f"{where}: must be an object"
        return
    for name in names:
        if not isinstance(item.get(name), str) or not item[name].strip():
            yield f"{where}: {name} is missing"


def _station(item: dict[str, Any]) -> Station:
    own = {"code", "name", "province", "city"}
    return Station(
        **{name: item[name] for name in own},
        facts={name: value for name, value in item.items() if name not in own},
    )


def _person(item: dict[str, Any], kind: PersonKind) -> Person:
    return Person(
        id=item["id"],
        open_id=item.get("feishu_open_id") or None,
        name=item["name"],
        kind=kind,
        role=item.get("role") or (f"{item['tier']}线" if "tier" in item else ""),
        station_code=item.get("station_code") or None,
        facts={name: value for name, value in item.items() if name not in OWN_COLUMNS},
    )
