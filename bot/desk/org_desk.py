"""The desk's own people from the organisation's file: groups, agents, experts, shifts, leads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete

from bot.desk.roster_rules import ON_CALL
from bot.hours import DAY_MINUTES, as_range
from bot.unit_of_work import Tx
from models import Agent, AgentSkill, Lead, Shift, SkillGroup

TIERS = {"agents_tier1": 1, "agents_tier2": 2, "agents_tier3": 3}
CAPACITY = 5
WEEKEND = {5, 6}


def faults(data: dict[str, Any]) -> Iterator[str]:
    groups = {g.get("id") for g in data.get("skill_groups", []) if isinstance(g, dict)}
    for key in TIERS:
        for at, item in enumerate(data.get(key, [])):
            if isinstance(item, dict):
                yield from _agent_faults(f"{key}[{at}]", item, groups)


def _agent_faults(where: str, item: dict[str, Any], groups: set[Any]) -> Iterator[str]:
    for group in _groups(item):
        if group not in groups:
            yield f"{where}: skill group {group} is not in the file"
    hours = item.get("shift_hours")
    try:
        if hours is not None:
            as_range(*hours)
    except (ValueError, TypeError, AttributeError):
        yield f"{where}: shift_hours must be two times like 08:00, not {hours}"
    if not set(item.get("rest_days", [])) <= set(range(7)):
        yield f"{where}: rest_days are 0 (Monday) to 6"


def import_desk(data: dict[str, Any], tx: Tx) -> int:
    """How many agents. Whoever is named gets the file's skills and shifts; what they said of
    themselves since, leave and swaps stay. Nobody is removed."""
    for item in data.get("skill_groups", []):
        tx.session.merge(_group(item, tx))
    tx.session.flush()
    count = 0
    for key, tier in TIERS.items():
        items = data.get(key, [])
        weeks = max((item.get("on_call_week", 0) for item in items), default=0) + 1
        for item in items:
            _agent(item, tier, weeks, tx)
            count += 1
    for item in data.get("leads", []):
        tx.session.merge(
            Lead(
                scope=item["scope"],
                person_id=item["person"],
                position=item.get("position", 0),
            )
        )
    tx.session.flush()
    return count


def _group(item: dict[str, Any], tx: Tx) -> SkillGroup:
    known = tx.session.get(SkillGroup, item["id"])
    return SkillGroup(
        code=item["id"],
        name=item["name"],
        scope=item.get("scope", ""),
        fallback=item.get("fallback") or (known.fallback if known else None),
        chat_id=item.get("chat_id") or (known.chat_id if known else None),
    )


def _agent(item: dict[str, Any], tier: int, weeks: int, tx: Tx) -> None:
    person = item["id"]
    agent = tx.session.get(Agent, person)
    if agent is None:
        agent = Agent(person_id=person)
        tx.session.add(agent)
    agent.tier, agent.active = tier, True
    agent.capacity = item.get("max_concurrent", CAPACITY)
    agent.specialty = item.get("specialty", "")
    agent.regions = item.get("regions", [])
    agent.languages = item.get("languages", ["zh"])
    tx.session.flush()
    for table in (AgentSkill, Shift):
        tx.session.execute(delete(table).where(table.person_id == person))
    tx.session.add_all(_skills(item))
    tx.session.add_all(_shifts(item, weeks))


def _groups(item: dict[str, Any]) -> list[str]:
    """The agent's own first."""
    named = [item.get("primary_group"), *item.get("skill_groups", item.get("related_groups", []))]
    return list(dict.fromkeys(filter(None, named)))


def _skills(item: dict[str, Any]) -> Iterator[AgentSkill]:
    own = item.get("primary_group")
    for group in _groups(item):
        level = 1 if own in (None, group) else 2
        yield AgentSkill(person_id=item["id"], group_code=group, level=level)


def _shifts(item: dict[str, Any], weeks: int) -> Iterator[Shift]:
    """Free at the weekend means office hours: as the calendar has it. Everybody else works in
    shifts, holiday or not."""
    hours = item.get("shift_hours")
    if hours is not None:
        first, last = as_range(*hours)
        rest = set(item.get("rest_days", WEEKEND))
        worked = [None] if rest == WEEKEND else sorted(set(range(7)) - rest)
        for weekday in worked:
            yield _shift(item, weekday, first, last, label=item.get("shift", ""))
    if "on_call_week" in item:
        for weekday in range(7):
            rota = _shift(item, weekday, 0, DAY_MINUTES, label=ON_CALL)
            rota.cycle_weeks, rota.cycle_at = weeks, item["on_call_week"]
            yield rota


def _shift(
    item: dict[str, Any], weekday: int | None, first: int, last: int, *, label: str
) -> Shift:
    return Shift(
        person_id=item["id"], label=label, weekday=weekday, start_minute=first, end_minute=last
    )
