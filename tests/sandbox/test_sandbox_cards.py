"""Which cards the sandbox takes."""

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.cards.checker import check, may_be_updated, verdict
from sandbox.cards.fast import compile_schema
from sandbox.cards.references import Tenant
from sandbox.cards.schema import _schema, _validator

CASES = json.loads((Path(__file__).parent / "fixtures" / "card_test_cases.json").read_text("utf-8"))
NOBODY = Tenant(owns_image=lambda key: False, knows_person=lambda one: False)


@pytest.mark.parametrize("name", CASES["valid"])
def test_a_valid_card_is_taken(name: str) -> None:
    assert [issue for issue in check(CASES["valid"][name]) if issue.is_error] == []


@pytest.mark.parametrize("name", CASES["invalid"])
def test_a_broken_card_is_refused_for_the_rule_it_breaks(name: str) -> None:
    case = CASES["invalid"][name]
    issues = check(case["card"])
    codes = [issue.code for issue in issues if issue.rule == case["rule"]]
    assert codes, f"expected {case['rule']}, found {issues}"
    assert case["code"] is None or case["code"] in codes


@pytest.mark.parametrize("kind", ["valid", "invalid"])
def test_the_fast_schema_agrees_with_the_thorough_one(kind: str) -> None:
    fits = compile_schema(_schema())
    cards = [case.get("card", case) for case in CASES[kind].values()]
    broken = [broken for card in cards for broken in _mutants(card)]
    for card in cards + broken:
        assert fits(card) == _validator().is_valid(card), card


def _mutants(card: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The card with one of its parts wrong in kind, or gone."""
    dice = random.Random(json.dumps(card))
    for _ in range(10):
        mutant = copy.deepcopy(card)
        node: Any = mutant
        while isinstance(node, dict | list) and node:
            key = dice.choice(list(node) if isinstance(node, dict) else range(len(node)))
            if not isinstance(node[key], dict | list) or dice.random() < 0.2:
                node[key] = dice.choice([None, 1, True, "", "x", [], {}, 0.5, "16px"])
                break
            node = node[key]
        yield mutant


def test_an_error_points_at_the_component_the_way_feishu_does() -> None:
    card = {"schema": "2.0", "body": {"elements": [{"tag": "hr"}, {"tag": "checkbox"}]}}
    issue = next(one for one in check(card) if one.is_error)
    assert issue.path == "ROOT -> body -> elements -> [1](tag: checkbox)"
    assert issue.message == "not support tag: checkbox"


@pytest.mark.parametrize(
    ("element", "code"),
    [
        ({"tag": "markdown", "content": "<at id=ou_nobody></at>"}, 100290),
        ({"tag": "person", "user_id": "ou_nobody"}, 100290),
        (
            {"tag": "img", "img_key": "img_v3_x", "alt": {"tag": "plain_text", "content": ""}},
            200570,
        ),
    ],
)
def test_unknown_people_and_pictures_are_refused(element: dict[str, Any], code: int) -> None:
    card = {"schema": "2.0", "body": {"elements": [element]}}
    issue, _ = verdict(card, json.dumps(card), NOBODY)
    assert issue is not None
    assert issue.code == code


def test_warnings_do_not_refuse_a_card() -> None:
    card = {"schema": "2.0", "body": {"elements": [{"tag": "hr"}]}}
    issue, warnings = verdict(card, json.dumps(card), NOBODY)
    assert issue is None
    assert warnings[0].startswith("M1: ")


def test_an_old_card_is_taken_loosely_and_must_say_that_it_is_shared() -> None:
    card = {"elements": [{"tag": "note", "elements": []}], "whatever": 1}
    assert verdict(card, json.dumps(card), NOBODY)[0] is None
    assert not may_be_updated(card)
    assert may_be_updated(card | {"config": {"update_multi": True}})
