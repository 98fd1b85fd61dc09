"""One form for every way of typing a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.grams import read
from bot.matching.normalise import bare_codes, concepts, error_codes, normalise, plain
from bot.matching.sounds import syllable, typed_syllables


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("你好，请问班结失败？谢谢", "班结失败"),
        ("班结咋办", "班结怎么"),
        ("班結怎麼辦", "班结怎么"),
        ("3号枪离线", "号枪离线"),
        ("三号枪离线", "号枪离线"),
        ("ＰＯＳ没出单", "pos没出单"),
        ("快过期的牛奶", "快过期牛奶"),
        ("额度不够了", "额度不够"),
        ("你好", "你好"),
    ],
)
def test_wordings_of_one_question_become_one(typed: str, read_as: str) -> None:
    assert normalise(typed) == read_as


@pytest.mark.parametrize("typed", ["Er-64", "er64", "ＥＲ 64", "屏显Er-64锁了"])
def test_error_codes_are_found_however_they_are_spelt(typed: str) -> None:
    assert error_codes(plain(typed)) == {"er64"}


@pytest.mark.parametrize("typed", ["V20是什么", "E10 和 92", "win10 电脑", "A4 纸", "138001380001"])
def test_ordinary_numbers_are_not_error_codes(typed: str) -> None:
    assert error_codes(plain(typed)) == frozenset()


def test_a_forgotten_letter_is_told_from_an_amount() -> None:
    assert bare_codes("说什么1012") == {"1012"}
    assert bare_codes("液位1433毫米，加了1200块") == frozenset()


def test_a_typed_word_is_read_as_syllables_only_when_all_of_it_is() -> None:
    assert typed_syllables("youqiang") == tuple(syllable(c) for c in "油枪")
    assert typed_syllables("pos") == ()


def test_a_concept_is_found_under_any_of_its_names() -> None:
    assert concepts(normalise("钱柜卡住")) & concepts(normalise("钱箱弹不出")) >= {"钱箱"}


@given(st.text(max_size=40))
def test_any_text_can_be_read(typed: str) -> None:
    reading = read(typed)
    assert reading.normalised == " ".join(reading.normalised.split())
