"""What is known beside the text decides between near ties, and nothing else."""

from collections.abc import Sequence

import pytest

from bot.matching.lexical import LexicalMatcher
from bot.matching.port import Context, Entries, FaqText, Matcher, Verdict


def faq(code: str, category: str, question: str) -> FaqText:
    return FaqText(code, category, question, (), ())


@pytest.fixture(scope="module")
def twins() -> LexicalMatcher:
    return LexicalMatcher(
        [
            faq("A", "加油机", "屏幕不亮怎么办"),
            faq("B", "收银", "屏幕不亮怎么办"),
            faq("C", "液位仪", "B型液位仪显示离线"),
            faq("D", "液位仪", "C型液位仪显示离线"),
        ]
    )


@pytest.mark.parametrize(("category", "first"), [("加油机", "A"), ("收银", "B")])
def test_of_two_equals_the_one_in_the_likely_category_comes_first(
    twins: LexicalMatcher, category: str, first: str
) -> None:
    match = twins.match("屏幕不亮", context=Context(categories=(category,)))
    assert match.candidates[0].code == first
    assert match.verdict is Verdict.CHOICES


@pytest.mark.parametrize(("device", "first"), [("B型液位仪", "C"), ("C型液位仪", "D")])
def test_the_stations_own_make_comes_first(twins: LexicalMatcher, device: str, first: str) -> None:
    match = twins.match("液位仪显示离线", context=Context(facts=("8枪", device)))
    assert match.candidates[0].code == first


def test_a_make_that_is_named_counts_more_than_the_stations(twins: LexicalMatcher) -> None:
    match = twins.match("B型液位仪显示离线", context=Context(facts=("C型液位仪",)))
    assert match.candidates[0].code == "C"


def test_a_likely_category_does_not_change_a_clear_answer(
    matcher: Matcher, entries: Sequence[FaqText]
) -> None:
    elsewhere = Context(categories=("发票",), facts=("A型液位仪",))
    for entry in entries[::9]:
        match = matcher.match(entry.question, context=elsewhere)
        assert match.candidates[0].code == entry.code


def test_words_that_operators_call_one_are_one() -> None:
    entries = [faq("A", "加油机", "加油机不出油"), faq("B", "收银", "收银机打不开")]
    typed = "小铁柜不出油"
    assert LexicalMatcher(entries).match(typed).normalised == typed
    taught = LexicalMatcher(Entries(entries, (("小铁柜", "加油机"),)))
    match = taught.match(typed)
    assert (match.verdict, match.candidates[0].code) == (Verdict.ANSWER, "A")
    assert taught.match("xiaotiegui不出油").candidates[0].code == "A"


def test_the_faqs_own_word_is_the_one_that_is_read() -> None:
    matcher = LexicalMatcher(
        Entries(
            [faq("A", "加油机", "加油机不出油")], (("大铁柜", "加油机"), ("枪", "油枪"), ("x",))
        )
    )
    assert matcher.match("大铁柜不出油").normalised == "加油机不出油"
    assert (
        matcher.match("扫码枪不亮").normalised == "扫码枪不亮"
    )  # 枪 alone is too short to replace
