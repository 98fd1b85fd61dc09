"""Whether Feishu would take a card."""

import json
from functools import lru_cache
from typing import Any

from sandbox.cards.issues import Issue
from sandbox.cards.references import Tenant, reference_issues
from sandbox.cards.rules import Walk
from sandbox.cards.schema import schema_issues

# Feishu says 30 KB; 30720 bytes are taken, 30000 are possible.
MOST_BYTES = 30 * 1024


def check(card: Any, raw: str | None = None) -> list[Issue]:
    """All issues of a 2.0 card that the card alone shows."""
    if raw is None:
        raw = json.dumps(card, ensure_ascii=False, separators=(",", ":"))
    if not isinstance(card, dict):
        return [Issue("E", "X4", 200621, "ROOT", "a card is a JSON object")]
    issues = list(schema_issues(card))
    size = len(raw.encode())
    if size > MOST_BYTES:
        text = f"card is {size} bytes, limit {MOST_BYTES}"
        issues.append(Issue("E", "S1", 230025, "ROOT", text))
    return issues + Walk(card).run()


@lru_cache(maxsize=2_000)
def _check_text(raw: str) -> tuple[Issue, ...]:
    return tuple(check(json.loads(raw), raw))


def verdict(card: dict[str, Any], raw: str, tenant: Tenant) -> tuple[Issue | None, list[str]]:
    """The first error, if any, and the warnings; Feishu names one error at a time."""
    if not is_v2(card):
        return _loose_verdict(card)
    issues = [*_check_text(raw), *reference_issues(card, tenant)]
    first = next((issue for issue in issues if issue.is_error), None)
    warnings = [f"{one.rule}: {one.message} ({one.path})" for one in issues if not one.is_error]
    return first, warnings


def is_v2(card: dict[str, Any]) -> bool:
    return "schema" in card and card["schema"] != "1.0"


def may_be_updated(card: dict[str, Any]) -> bool:
    """2.0 cards are always shared; 1.0 cards have to say so."""
    config = card.get("config")
    flag = config.get("update_multi") if isinstance(config, dict) else None
    return flag is not False if is_v2(card) else flag is True


def _loose_verdict(card: dict[str, Any]) -> tuple[Issue | None, list[str]]:
    """1.0 ignores what it does not know; only gross mistakes are refused."""
    elements = card.get("elements", [])
    if not isinstance(elements, list) or not all(isinstance(one, dict) for one in elements):
        text = "parse card json err, please check whether the card json is correct"
        return Issue("E", "X4", 200621, "ROOT -> elements", text), []
    if "body" in card:
        text = "unknown property, property: body, path: ROOT"
        return Issue("E", "X1", 200621, "ROOT", text), []
    return None, []
