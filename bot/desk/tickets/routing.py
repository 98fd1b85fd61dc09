"""Who gets a ticket: rules as data, skills, duty, free capacity and whose turn it is. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from bot.desk.tickets.validate import Reader

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
OWN, HELPING, ANYBODY = 0, 1, 2


@dataclass(frozen=True)
class RoutingRule:
    """What is named must fit; what is empty fits everything."""

    group: str
    categories: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    priorities: frozenset[str] = frozenset()

    def fits(self, ticket: TicketFacts) -> bool:
        return all(
            not named or value in named
            for named, value in (
                (self.categories, ticket.category),
                (self.regions, ticket.region),
                (self.languages, ticket.language),
                (self.priorities, ticket.priority),
            )
        )


@dataclass(frozen=True)
class RoutingRules:
    """`sticky_days`: who helped this person within so many days comes first; 0: nobody does.
    `over_capacity`: how many more than they can an agent is given of that priority."""

    rules: tuple[RoutingRule, ...]
    default_group: str
    prefer_own: bool = True
    sticky_days: float = 0
    over_capacity: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class TicketFacts:
    category: str = ""
    hint: str = ""
    group: str = ""
    region: str = ""
    language: str = "zh"
    priority: str = "P3"
    reach: int = OWN
    declined_by: frozenset[str] = frozenset()
    given_back_at: datetime | None = None
    helped_before: str | None = None


@dataclass(frozen=True)
class AgentView:
    """`skills` are levels by group: 1 is the agent's own. `came_at` is when they came on duty."""

    id: str
    skills: Mapping[str, int]
    capacity: int
    load: int = 0
    on_duty: bool = True
    reachable: bool = True
    regions: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset({"zh"})
    last_assigned_at: datetime | None = None
    came_at: datetime | None = None


class Reason(StrEnum):
    """Why a group or an agent was chosen, and why another was not."""

    RULE = "rule"
    HINT = "hint"
    KEPT = "kept"
    DEFAULT = "default"
    HELPED_BEFORE = "helped_before"
    LEAST_LOADED = "least_loaded"
    OWN_GROUP = "own_group"
    LONGEST_IDLE = "longest_idle"
    ONLY_ONE = "only_one"
    SKILL = "skill"
    OFF_DUTY = "off_duty"
    UNREACHABLE = "unreachable"
    REGION = "region"
    LANGUAGE = "language"
    FULL = "full"
    DECLINED = "declined"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Decision:
    """`agent` is None where the ticket has to wait in its group's queue. `passed` are those of the
    pool who were not chosen, each with the first thing that was against them."""

    group: str
    group_because: Reason
    agent: str | None
    because: Reason
    passed: tuple[tuple[str, Reason], ...] = ()
    free: int = 0


def group_for(
    ticket: TicketFacts, rules: RoutingRules, groups: Mapping[str, str | None]
) -> tuple[str, Reason]:
    """`groups` are those there are, each with the one that helps it out."""
    if ticket.group in groups:
        return ticket.group, Reason.KEPT
    for rule in rules.rules:
        if rule.group in groups and rule.fits(ticket):
            return rule.group, Reason.RULE
    if ticket.hint in groups:
        return ticket.hint, Reason.HINT
    if rules.default_group in groups or not groups:
        return rules.default_group, Reason.DEFAULT
    return min(groups), Reason.DEFAULT


def route(
    ticket: TicketFacts,
    agents: Sequence[AgentView],
    rules: RoutingRules,
    groups: Mapping[str, str | None],
) -> Decision:
    group, group_because = group_for(ticket, rules, groups)
    asked = named(group, ticket.reach, groups)
    against = {agent.id: _against(agent, ticket, rules, asked) for agent in agents}
    able = [agent for agent in agents if against[agent.id] is None]
    passed = tuple((id, why) for id, why in against.items() if why not in (None, Reason.SKILL))
    if not able:
        return Decision(group, group_because, None, Reason.NOBODY, _typed(passed))
    best, because = _choose(able, ticket, rules, group)
    others = tuple((a.id, because) for a in able if a is not best)
    return Decision(group, group_because, best.id, because, _typed(passed) + others, len(able))


def named(group: str, reach: int, groups: Mapping[str, str | None]) -> frozenset[str] | None:
    """The groups whose people are asked; None for everybody."""
    if reach >= ANYBODY:
        return None
    helping = groups.get(group) if reach >= HELPING else None
    return frozenset(filter(None, (group, helping)))


def _against(
    agent: AgentView, ticket: TicketFacts, rules: RoutingRules, named: frozenset[str] | None
) -> Reason | None:
    room = agent.capacity + rules.over_capacity.get(ticket.priority, 0)
    regional = bool(agent.regions) and bool(ticket.region) and named is not None
    checks = (
        (named is not None and not named & set(agent.skills), Reason.SKILL),
        (not agent.on_duty, Reason.OFF_DUTY),
        (not agent.reachable, Reason.UNREACHABLE),
        (ticket.language not in agent.languages, Reason.LANGUAGE),
        (regional and ticket.region not in agent.regions, Reason.REGION),
        (_declined(agent, ticket), Reason.DECLINED),
        (agent.load >= room, Reason.FULL),
    )
    return next((reason for wrong, reason in checks if wrong), None)


def _declined(agent: AgentView, ticket: TicketFacts) -> bool:
    """Who gave it back is not asked again in the same shift, however few there are: they may
    still claim it, and the queue's chain calls the lead."""
    if agent.id not in ticket.declined_by:
        return False
    fresh = agent.came_at and ticket.given_back_at and agent.came_at > ticket.given_back_at
    return not fresh


def _choose(
    able: Sequence[AgentView], ticket: TicketFacts, rules: RoutingRules, group: str
) -> tuple[AgentView, Reason]:
    """Least part of their capacity in use, then the group's own people, then the longest idle."""
    known = next((agent for agent in able if agent.id == ticket.helped_before), None)
    if known is not None and rules.sticky_days:
        return known, Reason.HELPED_BEFORE
    if len(able) == 1:
        return able[0], Reason.ONLY_ONE

    def part(agent: AgentView) -> float:
        return agent.load / agent.capacity if agent.capacity else 1.0 + agent.load

    def stranger(agent: AgentView) -> int:
        return agent.skills.get(group, 3) if rules.prefer_own else 0

    best = min(able, key=lambda a: (part(a), stranger(a), a.last_assigned_at or LONG_AGO, a.id))
    rest = [agent for agent in able if agent is not best]
    if all(part(agent) > part(best) for agent in rest):
        return best, Reason.LEAST_LOADED
    if all(stranger(agent) > stranger(best) for agent in rest if part(agent) == part(best)):
        return best, Reason.OWN_GROUP
    return best, Reason.LONGEST_IDLE


def read_routing(read: Reader) -> RoutingRules:
    over = read.inside("over_capacity")
    rules = RoutingRules(
        rules=tuple(_rule(line) for line in read.each("rules")),
        default_group=read.text("default_group"),
        prefer_own=read.flag("prefer_own", True),
        sticky_days=read.number("sticky_days", 0),
        over_capacity={name: int(over.number(name)) for name in over.names},
    )
    read.done()
    return rules


def _rule(read: Reader) -> RoutingRule:
    found = RoutingRule(
        group=read.text("group"),
        categories=frozenset(read.texts("categories")),
        regions=frozenset(read.texts("regions")),
        languages=frozenset(read.texts("languages")),
        priorities=frozenset(read.texts("priorities")),
    )
    read.done()
    return found


def _typed(passed: Iterable[tuple[str, Reason | None]]) -> tuple[tuple[str, Reason], ...]:
    return tuple((id, why) for id, why in passed if why is not None)
