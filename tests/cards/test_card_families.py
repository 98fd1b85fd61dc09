"""What each card offers in each state."""

from dataclasses import replace
from typing import Any

import pytest

from cards import words
from cards.actions import (
    Action,
    AskHuman,
    NotSolved,
    OpenFeedback,
    ShowCategory,
    ShowEntry,
    Solved,
    unpack,
)
from cards.answer import answer_card
from cards.browse import CategoryCount, CategoryPage, categories_card, category_card
from cards.choices import Choice, ChoicesView, choices_card
from cards.handover import progress_card
from cards.kit import Card, button, button_row
from cards.welcome import WelcomeView, welcome_card
from tests.cards.examples import ANSWER, CHOICES, LINES, LONGEST_ANSWER
from tests.cards.walk import callback_values, nodes, tagged


def offered(card: Card) -> list[Action]:
    return [unpack(value) for value in callback_values(card)]


def shown(card: Card) -> str:
    return "\n".join(str(node["content"]) for node in nodes(card["body"]) if "content" in node)


def test_an_answer_asks_whether_it_helped() -> None:
    actions = offered(answer_card(ANSWER))
    assert actions[:4] == [
        Solved(1207, 93),
        NotSolved(1207, 93),
        AskHuman(1207),
        OpenFeedback(1207),
    ]
    assert actions[4:] == [ShowEntry(choice.entry, 1207, "related") for choice in CHOICES[:3]]


def test_a_solved_answer_offers_nothing_more_but_can_still_be_read() -> None:
    card = answer_card(replace(ANSWER, feedback="solved"))
    assert offered(card) == []
    assert "备用金账户" in shown(card)


def test_an_unsolved_answer_leads_to_a_person_first() -> None:
    card = answer_card(replace(ANSWER, feedback="unsolved"))
    assert offered(card)[0] == AskHuman(1207)
    assert tagged(card, "button")[0]["type"] == "primary_filled"
    assert NotSolved(1207, 93) not in offered(card)


def test_an_answer_handed_over_cannot_be_handed_over_again() -> None:
    assert offered(answer_card(replace(ANSWER, feedback="human"))) == []


def test_more_than_two_related_questions_are_folded_away() -> None:
    assert tagged(answer_card(ANSWER), "collapsible_panel")
    assert not tagged(answer_card(replace(ANSWER, related=CHOICES[:2])), "collapsible_panel")


def test_a_title_that_the_header_cuts_is_shown_in_full_below() -> None:
    title = "提示密码已过期（E1021），新密码又设不成功？"
    card = answer_card(replace(ANSWER, title=title))
    assert card["header"]["title"]["content"].endswith("…")
    assert title in shown(card)


def test_an_answer_that_is_too_long_says_that_it_was_cut() -> None:
    assert words.TOO_LONG in shown(answer_card(replace(ANSWER, answer=LONGEST_ANSWER * 9)))
    assert words.TOO_LONG not in shown(answer_card(ANSWER))


def test_at_most_four_choices_are_offered() -> None:
    card = choices_card(ChoicesView(1, "日结", CHOICES * 2))
    assert len(tagged(card, "interactive_container")) == 4


def test_an_empty_category_has_no_button() -> None:
    empty, full = CategoryCount("发票", 0), CategoryCount("加油卡", 3)
    for card in (
        categories_card((empty, full)),
        welcome_card(WelcomeView(None, (empty, full), ())),
    ):
        categories = [one for one in offered(card) if isinstance(one, ShowCategory)]
        assert categories == [ShowCategory("加油卡", 1)]


@pytest.mark.parametrize(
    ("page", "turns"), [(1, [2]), (2, [1, 3]), (3, [2])], ids=["first", "middle", "last"]
)
def test_pages_turn_where_there_is_another_page(page: int, turns: list[int]) -> None:
    card = category_card(CategoryPage("发票", page, 3, 9, (Choice(1, "开不出票？", "发票"),)))
    turned = [one.page for one in offered(card) if isinstance(one, ShowCategory)]
    assert turned == turns


def test_a_long_list_of_requests_says_how_many_are_left_out() -> None:
    assert words.more_handovers(10) in shown(progress_card(LINES * 6))


def test_a_phone_has_no_room_for_three_buttons() -> None:
    one: dict[str, Any] = button("转人工", AskHuman(0))
    with pytest.raises(ValueError, match="one or two"):
        button_row(one, one, one)
