"""Buttons as types: what a card packs a click unpacks, and anything else is a stale card."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cards import actions
from cards.actions import ACTIONS, LARGEST_ID, Action, ShowEntry, StaleCard, registry, unpack

ids = some.integers(min_value=0, max_value=LARGEST_ID)
# Other text is valid JSON, but none that a database takes: such a card is stale.
storable = some.characters(exclude_characters="\0", exclude_categories=["Cs"])
names = some.text(storable, min_size=1, max_size=100)
any_action = some.one_of(
    some.builds(ShowEntry, ids, ids, some.sampled_from(["choice", "related", "hot", "category"])),
    some.builds(actions.NoneOfThese, ids),
    some.builds(actions.Solved, ids, ids),
    some.builds(actions.NotSolved, ids, ids),
    some.builds(actions.AskHuman, ids),
    some.builds(actions.ShowCategories),
    some.builds(actions.ShowCategory, names, ids),
    some.builds(actions.ShowHelp),
    some.builds(actions.ShowProgress),
)
scalars = some.one_of(
    some.none(), some.booleans(), some.integers(), some.floats(), some.text(), ids
)
any_json = some.recursive(
    scalars, lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner), max_leaves=8
)
nearly_ours = some.fixed_dictionaries(
    {"do": some.sampled_from([*ACTIONS]) | any_json, "v": some.just(1) | any_json},
    optional=dict.fromkeys(("entry", "question", "via", "category", "page", "surplus"), scalars),
)

SHOW: dict[str, Any] = {"do": "faq.show", "v": 1, "entry": 3, "question": 7, "via": "hot"}


@given(any_action)
def test_what_a_card_packs_a_click_unpacks(action: Action) -> None:
    assert unpack(action.pack()) == action


@given(any_json | nearly_ours)
def test_whatever_arrives_is_an_action_or_a_stale_card(value: object) -> None:
    try:
        action = unpack(value)
    except StaleCard:
        return
    assert action.pack() == value


@pytest.mark.parametrize(
    "change",
    [
        {"do": "faq.shown"},
        {"do": ["faq.show"]},
        {"v": 2},
        {"v": True},
        {"v": "1"},
        {"entry": "3"},
        {"entry": True},
        {"entry": 3.0},
        {"entry": -1},
        {"entry": 2**53},
        {"entry": None},
        {"via": "guess"},
        {"via": ["hot"]},
        {"surplus": 1},
    ],
    ids=str,
)
def test_a_button_that_is_not_exactly_ours_is_a_stale_card(change: dict[str, Any]) -> None:
    with pytest.raises(StaleCard):
        unpack({**SHOW, **change})


@pytest.mark.parametrize("missing", SHOW)
def test_a_button_that_lacks_something_is_a_stale_card(missing: str) -> None:
    with pytest.raises(StaleCard):
        unpack({key: value for key, value in SHOW.items() if key != missing})


@pytest.mark.parametrize("category", ["", "油" * 101])
def test_a_category_without_a_sensible_name_is_a_stale_card(category: str) -> None:
    with pytest.raises(StaleCard):
        unpack({"do": "faq.category", "v": 1, "category": category, "page": 1})


def test_two_buttons_cannot_claim_one_name() -> None:
    with pytest.raises(ValueError, match=r"faq\.show is claimed by ShowEntry already"):
        registry(ShowEntry, ShowEntry)


def test_every_button_is_registered() -> None:
    assert set(ACTIONS.values()) == set(Action.__subclasses__())
