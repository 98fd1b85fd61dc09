"""What people type, and what they get for it."""

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.matching.lexical import LexicalMatcher
from bot.matching.port import MAX_CHOICES, FaqText, Match, Matcher, Verdict

TYPED = st.text(max_size=60) | st.text(alphabet="油枪离线班结发票卡E10 034x-，？吗", max_size=30)


def faq(code: str, question: str, *similar: str, keywords: tuple[str, ...] = ()) -> FaqText:
    return FaqText(code, "测试", question, similar, keywords)


def best(match: Match) -> str:
    return match.candidates[0].code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("E1003", "AC-02"),
        ("e1003 登不上了", "AC-02"),
        ("e-2001 咋整", "SH-01"),
        ("Ｅ３００１", "DP-01"),
        ("屏上写着 er 62", "DP-20"),
        ("Er-64", "DP-20"),
        ("E8020 小票机不出纸", "PO-18"),
    ],
)
def test_an_error_code_of_one_entry_wins(matcher: Matcher, typed: str, code: str) -> None:
    match = matcher.match(typed)
    assert match.verdict is Verdict.ANSWER
    assert best(match) == code


def test_two_error_codes_are_offered_side_by_side(matcher: Matcher) -> None:
    match = matcher.match("E2001 和 E2004 都出来了")
    assert match.verdict is Verdict.CHOICES
    assert {c.code for c in match.candidates[:2]} == {"SH-01", "SH-02"}


def test_an_unknown_error_code_is_never_answered_by_likeness(matcher: Matcher) -> None:
    assert matcher.match("小票打印机不打印").verdict is Verdict.ANSWER
    assert matcher.match("小票打印机不打印 E9999").verdict is not Verdict.ANSWER


def test_a_station_code_is_not_an_error_code(matcher: Matcher) -> None:
    with_station = matcher.match("S11001 小票打印机不打印")
    assert with_station.verdict is Verdict.ANSWER
    assert best(with_station) == "HW-11"


def test_x_in_an_entry_stands_for_any_digit() -> None:
    matcher = LexicalMatcher([faq("A", "显示 Er-6x 怎么办"), faq("B", "显示 E3001 怎么办")])
    assert best(matcher.match("er67")) == "A"
    assert matcher.match("er67").verdict is Verdict.ANSWER


@pytest.mark.parametrize(
    "typed",
    [
        "你好", "您好！", "谢谢", "在吗", "在吗？？", "好的收到", "辛苦了[抱拳]", "哈哈哈", "嗯嗯",
        "1", "？？？", "", "   ", "[语音] 4秒", "😀", "滚", "傻x机器人", "什么垃圾系统", "hello",
        "今天天气怎么样", "给我讲个笑话", "明天股票涨不涨", "帮我写首诗", "asdfghjkl",
    ],
)  # fmt: skip
def test_small_talk_insults_and_strangers_get_nothing(matcher: Matcher, typed: str) -> None:
    match = matcher.match(typed)
    assert match.verdict is Verdict.NONE
    assert match.offered == ()


def test_an_insult_does_not_hide_the_question_after_it(matcher: Matcher) -> None:
    match = matcher.match("什么垃圾系统，E2001 又来了")
    assert match.verdict is Verdict.ANSWER


@pytest.mark.parametrize(
    "typed", ["退款", "发票", "加油卡", "打不开", "班结不了", "登不上", "黑屏"]
)
def test_a_bare_subject_is_asked_back(matcher: Matcher, typed: str) -> None:
    match = matcher.match(typed)
    assert match.verdict is Verdict.CHOICES
    assert 1 < len(match.offered) <= MAX_CHOICES


@pytest.mark.parametrize(
    "typed",
    [
        "钱箱打不开、不弹出", "你好，请问钱箱打不开、不弹出怎么办？谢谢", "錢箱打不開、不彈出",
        "　钱箱 打不开、不弹出！", "钱相打不开、不弹出", "qianxiang打不开、不弹出",
    ],
)  # fmt: skip
def test_courtesy_script_width_and_typos_change_nothing(matcher: Matcher, typed: str) -> None:
    assert best(matcher.match(typed)) == "PO-11"


def test_the_wording_of_an_entry_is_answered_by_it(
    matcher: Matcher, entries: Sequence[FaqText]
) -> None:
    for entry in entries:
        match = matcher.match(entry.question)
        assert best(match) == entry.code
        assert match.verdict is Verdict.ANSWER


@pytest.mark.parametrize("typed", ["日结失败怎么办", "日结失败", "日结失败了！", "日结报错"])
def test_a_trouble_named_only_in_general_gets_the_overview(matcher: Matcher, typed: str) -> None:
    match = matcher.match(typed)
    assert match.verdict is Verdict.ANSWER
    assert best(match) == "SH-19"


@pytest.mark.parametrize("typed", ["日结做不了", "日结不了", "日结"])
def test_the_overview_is_within_reach(matcher: Matcher, typed: str) -> None:
    assert "SH-19" in {candidate.code for candidate in matcher.match(typed).offered}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("日结提示有班没结", "SH-05"),
        ("E2018", "SH-06"),
        ("日结说卸油单没审核", "SH-06"),
        ("日结进销存不平", "SH-07"),
        ("日结转圈", "SH-08"),
        ("日结上传失败", "SH-09"),
    ],
)
def test_the_overview_does_not_hide_what_it_lists(matcher: Matcher, typed: str, code: str) -> None:
    match = matcher.match(typed)
    assert match.verdict is Verdict.ANSWER
    assert best(match) == code


def test_one_wording_in_two_entries_is_offered_not_answered() -> None:
    matcher = LexicalMatcher([faq("A", "油枪离线了怎么处理"), faq("B", "油枪离线了怎么处理")])
    match = matcher.match("油枪离线了怎么处理")
    assert match.verdict is Verdict.CHOICES
    assert {c.code for c in match.offered} == {"A", "B"}


def test_an_empty_faq_knows_nothing() -> None:
    assert LexicalMatcher([]).match("班结失败").verdict is Verdict.NONE


def test_a_single_entry_is_enough_to_answer_from() -> None:
    assert best(LexicalMatcher([faq("A", "油枪离线")]).match("油枪离线")) == "A"


def test_two_entries_of_one_code_are_refused() -> None:
    with pytest.raises(ValueError, match="same code"):
        LexicalMatcher([faq("A", "一"), faq("A", "二")])


def test_no_more_candidates_come_than_were_asked_for(matcher: Matcher) -> None:
    assert len(matcher.match("发票开不出来", limit=2).candidates) == 2
    assert len(matcher.match("发票开不出来").candidates) == 5


@given(typed=TYPED)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_matched_alike_each_time(matcher: LexicalMatcher, typed: str) -> None:
    match = matcher.match(typed)
    assert match == matcher.match(typed)
    confidences = [candidate.confidence for candidate in match.candidates]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert len({candidate.code for candidate in match.candidates}) == len(match.candidates)


@given(questions=st.lists(st.text(max_size=12), min_size=1, max_size=6), typed=TYPED)
@settings(max_examples=60, deadline=None)
def test_any_faq_can_be_built_and_asked(questions: list[str], typed: str) -> None:
    entries = [faq(f"Q{n}", question, question) for n, question in enumerate(questions)]
    LexicalMatcher(entries).match(typed)


def test_threads_share_one_matcher(matcher: Matcher, queries: Sequence[tuple[str, str]]) -> None:
    texts = [text for text, _ in queries[:80]]
    alone = [matcher.match(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(matcher.match, texts)) == alone


def test_the_port_imports_nothing_heavy() -> None:
    heavy = ("numpy", "rapidfuzz", "pypinyin", "opencc")
    program = f"import sys, bot.matching.port; print([m for m in {heavy} if m in sys.modules])"
    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert printed.stdout.strip() == "[]"
