"""Who gets a ticket, and why: pure decisions over facts, agents and rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from bot.desk.tickets.routing import (
    ANYBODY,
    HELPING,
    AgentView,
    Decision,
    Reason,
    RoutingRule,
    RoutingRules,
    TicketFacts,
    route,
)

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)
GROUPS = {"pay": "cash", "cash": None, "net": None}
RULES = RoutingRules((RoutingRule("net", categories=frozenset({"网络"})),), "cash")


def agent(id: str, group: str = "pay", **more: Any) -> AgentView:
    level = more.pop("level", 1)
    return AgentView(id, {group: level}, **{"capacity": 3, **more})


def decide(*agents: AgentView, rules: RoutingRules = RULES, **facts: Any) -> Decision:
    ticket = TicketFacts(**{"hint": "pay", **facts})
    return route(ticket, agents, rules, GROUPS)


@pytest.mark.parametrize(
    ("facts", "group", "why"),
    [
        ({"group": "cash"}, "cash", Reason.KEPT),
        ({"category": "网络"}, "net", Reason.RULE),
        ({}, "pay", Reason.HINT),
        ({"hint": "nobody knows it"}, "cash", Reason.DEFAULT),
    ],
)
def test_the_group_by_rule_by_hint_or_by_default(
    facts: dict[str, Any], group: str, why: Reason
) -> None:
    decision = decide(**facts)
    assert (decision.group, decision.group_because) == (group, why)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"on_duty": False}, Reason.OFF_DUTY),
        ({"reachable": False}, Reason.UNREACHABLE),
        ({"load": 3}, Reason.FULL),
        ({"languages": frozenset({"en"})}, Reason.LANGUAGE),
        ({"regions": frozenset({"山东省"})}, Reason.REGION),
    ],
)
def test_what_speaks_against_an_agent_is_told(more: dict[str, Any], why: Reason) -> None:
    decision = decide(agent("a", **more), region="河北省")
    assert (decision.agent, decision.because) == (None, Reason.NOBODY)
    assert decision.passed == (("a", why),)


def test_the_least_loaded_by_share_of_their_capacity() -> None:
    decision = decide(agent("a", capacity=2, load=1), agent("b", capacity=5, load=2))
    assert (decision.agent, decision.because) == ("b", Reason.LEAST_LOADED)


def test_among_equals_the_groups_own_and_then_the_longest_idle() -> None:
    decision = decide(agent("a", level=2), agent("b"))
    assert (decision.agent, decision.because) == ("b", Reason.OWN_GROUP)
    just = agent("a", last_assigned_at=NOON)
    before = agent("b", last_assigned_at=NOON - timedelta(minutes=1))
    decision = decide(just, before)
    assert (decision.agent, decision.because) == ("b", Reason.LONGEST_IDLE)


def test_whoever_gave_it_back_is_not_asked_again_before_their_next_shift() -> None:
    facts: dict[str, Any] = {"declined_by": frozenset({"a"}), "given_back_at": NOON}
    tired = agent("a", came_at=NOON - timedelta(hours=1))
    assert decide(tired, reach=ANYBODY, **facts).passed == (("a", Reason.DECLINED),)
    rested = agent("a", came_at=NOON + timedelta(hours=16))
    assert decide(rested, **facts).agent == "a"


def test_overflow_asks_the_helping_group_and_then_everybody() -> None:
    pool = (agent("c", "cash"), agent("n", "net", load=1))
    assert decide(*pool).agent is None
    assert decide(*pool, reach=HELPING).agent == "c"
    assert decide(agent("n", "net"), reach=HELPING).agent is None
    assert decide(agent("n", "net"), reach=ANYBODY).agent == "n"


def test_the_urgent_may_exceed_a_capacity() -> None:
    rules = RoutingRules((), "pay", over_capacity={"P1": 1})
    assert decide(agent("a", load=3), rules=rules, priority="P1").agent == "a"
    assert decide(agent("a", load=4), rules=rules, priority="P1").agent is None
    assert decide(agent("a", load=3), rules=rules, priority="P2").agent is None


def test_who_helped_before_comes_first_if_they_can() -> None:
    rules = RoutingRules((), "pay", sticky_days=7)
    pool = (agent("a", load=2), agent("b"))
    assert decide(*pool, rules=rules, helped_before="a").because is Reason.HELPED_BEFORE
    full = (agent("a", load=3), agent("b"))
    assert decide(*full, rules=rules, helped_before="a").agent == "b"
    assert decide(*pool, helped_before="a").agent == "b"


def test_nobody_is_favoured_and_nobody_is_overloaded() -> None:
    """Thousands of tickets, agents of unlike capacity: shares differ by one ticket at most."""
    dice = Random(7)
    for _ in range(50):
        sizes = [dice.randint(1, 8) for _ in range(dice.randint(2, 9))]
        pool = {f"a{n}": agent(f"a{n}", capacity=size) for n, size in enumerate(sizes)}
        for number in range(sum(sizes)):
            chosen = decide(*pool.values()).agent
            assert chosen is not None
            view = pool[chosen]
            pool[chosen] = AgentView(
                view.id,
                view.skills,
                view.capacity,
                load=view.load + 1,
                last_assigned_at=NOON + timedelta(seconds=number),
            )
            shares = [v.load / v.capacity for v in pool.values()]
            largest = max(1 / v.capacity for v in pool.values())
            assert max(shares) - min(shares) <= largest + 1e-9
        assert decide(*pool.values()).agent is None
