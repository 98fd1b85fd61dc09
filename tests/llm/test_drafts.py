"""A draft is shown only if every sentence stands in the entry it names."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.llm import drafts

ENTRIES = {
    "DA-02": (
        "调价下发失败（E3012）\n先停用没变价的枪。\n【价格管理】>【价格下发】看失败的枪号，选中失败的枪"
        "点【重新下发】，最多 3 次。\n仍不行，记录枪号并停用，等工程师；不得在油机上手工改价。"
    ),
    "PR-01": "小票打印机卡纸\n关闭打印机电源，打开上盖，取出纸卷，再装好。不要拔数据线。",
}


def told(*sentences: tuple[object, object]) -> str:
    return json.dumps(
        {"steps": [{"text": text, "entry": code} for text, code in sentences]}, ensure_ascii=False
    )


def test_a_draft_from_the_entries_is_taken() -> None:
    draft = drafts.read(
        told(
            ("先停用没变价的枪", "DA-02"),
            ("在【价格下发】里选中失败的枪，点【重新下发】，最多 3 次", "DA-02"),
        ),
        ENTRIES,
    )
    assert draft is not None
    assert draft.codes == ("DA-02",)
    assert draft.text.startswith("先停用没变价的枪\n")


def test_two_entries_may_be_cited_in_one_draft() -> None:
    draft = drafts.read(
        told(("打开上盖，取出纸卷", "PR-01"), ("先停用没变价的枪", "DA-02")), ENTRIES
    )
    assert draft is not None
    assert draft.codes == ("PR-01", "DA-02")


@pytest.mark.parametrize(
    "sentence",
    [
        ("先停用没变价的枪", ""),
        ("先停用没变价的枪", "ZZ-99"),
        ("先停用没变价的枪", None),
        ("先停用没变价的枪", "PR-01"),
        ("", "DA-02"),
        (42, "DA-02"),
        ("点【重新下发】，最多 5 次", "DA-02"),
        ("点【重新下发】，最多五次", "DA-02"),
        ("看失败的枪号，报错 E3013", "DA-02"),
        ("在【系统设置】里看失败的枪号", "DA-02"),
        ("在油机上手工改价", "DA-02"),
        ("选中失败的枪，重启油机", "DA-02"),
        ("拔数据线，取出纸卷", "PR-01"),
        ("打电话给 [手机号] 问失败的枪号", "DA-02"),
        ("看 https://example.com 失败的枪号", "DA-02"),
        ("今天天气很好适合出门散步", "DA-02"),
        ("先停用没变价的枪" * 30, "DA-02"),
    ],
)
def test_one_sentence_that_is_not_in_its_entry_drops_the_draft(
    sentence: tuple[object, object],
) -> None:
    assert drafts.read(told(sentence), ENTRIES) is None
    assert drafts.read(told(("先停用没变价的枪", "DA-02"), sentence), ENTRIES) is None


def test_a_warning_may_be_repeated_as_a_warning() -> None:
    assert drafts.read(told(("不得在油机上手工改价", "DA-02")), ENTRIES) is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "先停用没变价的枪 (DA-02)",
        "{",
        "[]",
        "{}",
        '{"steps": []}',
        '{"steps": "先停用"}',
        '{"steps": [[]]}',
        '{"steps": [' + "[" * 5000,
        told(*[("先停用没变价的枪", "DA-02")] * 9),
    ],
)
def test_whatever_else_comes_is_no_draft(text: str) -> None:
    assert drafts.read(text, ENTRIES) is None


def test_talk_around_the_json_does_no_harm() -> None:
    around = f"好的，如下：\n```json\n{told(('先停用没变价的枪', 'DA-02'))}\n```"
    assert drafts.read(around, ENTRIES) is not None


@given(some.text(max_size=400))
def test_garbage_never_raises(text: str) -> None:
    assert drafts.read(text, ENTRIES) is None
    assert drafts.read_query(text, "日结失败") is None


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("调价后油机价格没有变", "调价后油机价格没有变"),
        ("  2 号枪\n不出油 ", "2 号枪 不出油"),
        ("报错 E9999 怎么处理", None),
        ("3 号枪不出油", None),
        ("枪", None),
        ("长" * 200, None),
        (7, None),
    ],
)
def test_a_rewritten_question_brings_in_no_number_of_its_own(
    query: object, kept: str | None
) -> None:
    told_query = json.dumps({"query": query}, ensure_ascii=False)
    assert drafts.read_query(told_query, "2 号枪那个价改了没动静") == kept
