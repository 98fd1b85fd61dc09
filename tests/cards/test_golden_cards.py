"""Every state of every card: as it was reviewed, and as Feishu wants it."""

import json
from pathlib import Path

import pytest

from cards.actions import Action, unpack
from tests.cards.checker import check, compact
from tests.cards.examples import EXAMPLES
from tests.cards.walk import callback_values, tagged

GOLDEN = Path(__file__).parent / "golden"
# Feishu counts up to 30 KB, but expands style tags first.
MOST_BYTES = 24 * 1024

every_card = pytest.mark.parametrize("name", EXAMPLES)


@every_card
def test_a_card_looks_as_it_was_reviewed(name: str, update_golden: bool) -> None:
    path = GOLDEN / f"{name}.json"
    if update_golden:
        path.write_text(
            json.dumps(EXAMPLES[name], ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    assert json.loads(path.read_text(encoding="utf-8")) == EXAMPLES[name]


def test_no_golden_file_has_outlived_its_card() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(EXAMPLES)


@every_card
def test_feishu_takes_the_card_and_nothing_in_it_works_badly(name: str) -> None:
    assert check(EXAMPLES[name]) == []


@every_card
def test_a_card_stays_well_below_the_size_limit(name: str) -> None:
    assert len(compact(EXAMPLES[name]).encode()) < MOST_BYTES


@every_card
def test_a_card_can_be_replaced_later(name: str) -> None:
    assert EXAMPLES[name]["config"]["update_multi"] is True


@every_card
def test_every_button_is_a_typed_action(name: str) -> None:
    for value in callback_values(EXAMPLES[name]):
        action = unpack(value)
        assert isinstance(action, Action)
        assert action.pack() == value


@every_card
def test_the_title_fits_one_line_of_a_phone_and_the_chat_list_tells_the_outcome(name: str) -> None:
    card = EXAMPLES[name]
    assert 0 < len(card["header"]["title"]["content"]) <= 18
    assert 0 < len(card["config"]["summary"]["content"]) <= 40


@every_card
def test_buttons_side_by_side_are_at_most_two_and_short(name: str) -> None:
    for row in tagged(EXAMPLES[name], "column_set"):
        labels = [button["text"]["content"] for button in tagged(row, "button")]
        assert 1 <= len(labels) <= 2
        assert all(len(label) <= 8 for label in labels)


@every_card
def test_a_card_has_at_most_one_primary_button(name: str) -> None:
    styles = [button["type"] for button in tagged(EXAMPLES[name], "button")]
    assert styles.count("primary_filled") <= 1


@every_card
def test_every_tap_target_is_large_enough_for_a_thumb(name: str) -> None:
    for button in tagged(EXAMPLES[name], "button"):
        assert button["width"] == "fill"
        assert button["size"] in ("medium", "large")


def test_a_hostile_question_mentions_nobody() -> None:
    for name in ("answer_hostile", "choices_hostile", "not_found_without_hot"):
        for part in tagged(EXAMPLES[name], "markdown"):
            assert "<at" not in part["content"]
            assert "<font" not in part["content"]
