"""The checker itself: each kind of mistake is seen."""

from typing import Any

import pytest

from cards.actions import AskHuman
from cards.kit import Part, button, card, form, markdown, panel, submit, text_input
from tests.cards.checker import check

BUTTON = button("转人工", AskHuman(0))
TABLE = {"tag": "table", "columns": [{"name": "a", "data_type": "text"}], "rows": [{"b": "1"}]}
SPEAKING: dict[str, Any] = {"tag": "hr", "element_id": "one"}


def rules(*elements: Part) -> set[str]:
    return {issue.rule for issue in check(card(*elements, title="试", colour="blue"))}


def test_a_good_card_has_no_issue() -> None:
    assert rules(BUTTON) == set()


@pytest.mark.parametrize(
    ("elements", "rule"),
    [
        ([{"tag": "note"}], "schema"),
        ([{**BUTTON, "shadow": 1}], "schema"),
        ([markdown("油" * 20_000)], "S1"),
        ([BUTTON] * 101, "S2"),
        ([markdown("a|b\n-|-\n") for _ in range(6)], "S3"),
        ([panel("1", panel("2", panel("3", panel("4", panel("5", panel("6"))))))], "S6"),
        ([SPEAKING, SPEAKING], "U1"),
        ([form("f", text_input("a", "x"), text_input("a", "x"), submit("y", AskHuman(0)))], "U2"),
        ([form("f", text_input("a", "x"))], "schema"),
        ([form("f", submit("y", AskHuman(0))), BUTTON], "F8"),
        ([markdown("<font color='#999999'>x</font>")], "C1"),
        ([{**markdown("x"), "text_size": "huge"}], "C2"),
        ([markdown("[x](javascript:y)")], "L2"),
        ([{**BUTTON, "behaviors": [{"type": "open_url", "default_url": "ftp://x"}]}], "L1"),
        ([{**BUTTON, "behaviors": []}], "B1"),
        ([{"tag": "img", "img_key": "img_1"}], "A1"),
        ([TABLE], "T2"),
    ],
)
def test_a_mistake_is_seen(elements: list[Part], rule: str) -> None:
    assert rule in rules(*elements)


def test_a_card_without_header_and_summary_is_seen() -> None:
    bare = {"schema": "2.0", "body": {"elements": [BUTTON]}}
    assert [issue.rule for issue in check(bare)] == ["M1"]
