"""How urgent a ticket is: rules as data over what is known of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.desk.tickets.validate import Reader
from models import TicketPriority


@dataclass(frozen=True)
class PriorityRule:
    """Fits when any of the words is in the text, or every condition on the facts holds; with
    both, when both do."""

    id: str
    priority: TicketPriority
    any_words: tuple[str, ...] = ()
    categories: frozenset[str] = frozenset()
    when: dict[str, Any] = field(default_factory=dict)

    def fits(self, text: str, category: str, facts: Mapping[str, Any]) -> bool:
        if self.any_words and not any(word in text for word in self.any_words):
            return False
        if self.categories and category not in self.categories:
            return False
        return all(_holds(facts.get(name), wanted) for name, wanted in self.when.items())


@dataclass(frozen=True)
class PriorityRules:
    rules: tuple[PriorityRule, ...]
    otherwise: TicketPriority

    def judge(
        self, text: str, category: str, facts: Mapping[str, Any]
    ) -> tuple[TicketPriority, str]:
        """The first rule that fits, and its name; `otherwise` where none does."""
        for rule in self.rules:
            if rule.fits(text, category, facts):
                return rule.priority, rule.id
        return self.otherwise, "otherwise"


def shares(facts: Mapping[str, Any], station: Mapping[str, Any]) -> dict[str, Any]:
    """How much of the station is down, where both its size and the count are known."""
    found = dict(facts)
    for part, whole in (("guns", "guns"), ("tills", "pos_count"), ("tanks", "tanks")):
        down, all_of_them = facts.get(f"{part}_down"), station.get(whole)
        if isinstance(down, int | float) and isinstance(all_of_them, int) and all_of_them > 0:
            found[f"{part}_down_share"] = down / all_of_them
    return found


def read_priority(read: Reader) -> PriorityRules:
    rules = PriorityRules(
        rules=tuple(_rule(line) for line in read.each("rules")),
        otherwise=read.one_of("otherwise", TicketPriority, TicketPriority.P3),
    )
    read.done()
    return rules


def _rule(read: Reader) -> PriorityRule:
    found = PriorityRule(
        id=read.text("id"),
        priority=read.one_of("priority", TicketPriority, TicketPriority.P3),
        any_words=read.texts("any_words"),
        categories=frozenset(read.texts("categories")),
        when=dict(read.named("when")),
    )
    for name, wanted in found.when.items():
        if isinstance(wanted, dict) and set(wanted) - {"at_least", "at_most", "among"}:
            read.fault("takes at_least, at_most, among, or a value", f"when.{name}")
    if not (found.any_words or found.categories or found.when):
        read.fault("would fit everything: use `otherwise`")
    read.done()
    return found


def _holds(value: Any, wanted: Any) -> bool:
    if not isinstance(wanted, dict):
        return bool(value == wanted)
    if "among" in wanted and value not in wanted["among"]:
        return False
    if "at_least" not in wanted and "at_most" not in wanted:
        return True
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    low = wanted.get("at_least", value)
    return bool(low <= value <= wanted.get("at_most", value))
