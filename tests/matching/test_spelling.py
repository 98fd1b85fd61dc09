"""Pinyin typed without a conversion comes out as the FAQ's own words, or stays as it was."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.matching.lexical import LexicalMatcher
from bot.matching.port import FaqText, Matcher, Verdict
from bot.matching.spelling import Spelling


@pytest.fixture(scope="module")
def spelling(entries: Sequence[FaqText]) -> Spelling:
    return Spelling([t for e in entries for t in (e.question, *e.similar, *e.keywords)])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rijie shibai", "日结失败"),
        ("rijieshibai", "日结失败"),
        ("ri jie shi bai", "日结失败"),
        ("rijie sibai", "日结失败"),
        ("日jie失败", "日结失败"),
        ("saomaqiang", "扫码枪"),
        ("chongqi", "重启"),
        ("qiang不出油", "枪不出油"),
        ("nihao", "你好"),
        ("rjsb", "日结失败"),
    ],
)
def test_typed_pinyin_becomes_the_words_of_the_faq(
    spelling: Spelling, typed: str, meant: str
) -> None:
    assert spelling.converted(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "hello",
        "pos机",
        "eps 离线",
        "test",
        "asdfghjkl",
        "e2001",
        "wifi密码",
        "excel",
        "a" * 300,
        "",
    ],
)
def test_what_is_no_pinyin_or_a_word_of_the_trade_stays(spelling: Spelling, typed: str) -> None:
    assert spelling.converted(typed).replace(" ", "") == typed.replace(" ", "")


@given(typed=st.text(alphabet="abeghijnosuxz '日结e1", max_size=40))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_letters_can_be_read(spelling: Spelling, typed: str) -> None:
    assert spelling.converted(typed) == spelling.converted(typed)


def test_a_faq_without_words_converts_nothing() -> None:
    assert Spelling([]).converted("xyzzy") == "xyzzy"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("rijie shibai", "SH-19"),
        ("RIJIE SHIBAI", "SH-19"),
        ("rijie shibai zenmeban", "SH-19"),
        ("qian xiang da bu kai", "PO-11"),
        ("xiaopiao打印机bu打印", "HW-11"),
    ],
)
def test_pinyin_is_answered_like_characters(matcher: Matcher, typed: str, code: str) -> None:
    match = matcher.match(typed)
    assert match.verdict is Verdict.ANSWER
    assert match.candidates[0].code == code


def test_a_code_beside_pinyin_still_wins(matcher: LexicalMatcher) -> None:
    assert matcher.match("rijie shibai E1003").candidates[0].code == "AC-02"
