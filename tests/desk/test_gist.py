"""What of a screenful of text is asked."""

from __future__ import annotations

import pytest

from bot.desk.gist import LONGEST, codes, gist

SCREEN = """中国石化 2 号站
收银员：0012
10:42:07
日结处理
交易失败，存在未完成交易
错误代码：E2OO1
应收 ￥268.00
确定
取消"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("错误 E3012", ["E3012"]),
        ("错误E3012请重试", ["E3012"]),
        ("e-3012 / Er 64", ["E3012", "ER64"]),
        ("E3O12 和 E30l2", ["E3012"]),
        ("E3012 E3012 E2001", ["E3012", "E2001"]),
        ("车牌 沪A12345 的卡", ["A12345"]),
        ("IP 地址 192.168.1.10，SOLO 模式，2026-11-25", []),
        ("订单 X12345678", []),
        ("", []),
    ],
)
def test_codes_are_read_as_they_were_meant(text: str, found: list[str]) -> None:
    assert codes(text) == found


def test_of_a_screen_the_lines_that_speak_of_trouble_are_asked() -> None:
    assert gist(SCREEN) == "交易失败，存在未完成交易 错误代码：E2001"


def test_without_trouble_the_words_are_asked_and_not_the_numbers() -> None:
    assert gist("12:30\n班结日结\n￥20.00\n打印小票") == "班结日结 打印小票"


def test_a_line_that_is_there_twice_is_asked_once() -> None:
    assert gist("读卡失败\n读卡失败") == "读卡失败"


def test_it_is_never_long_and_never_empty_where_there_is_text() -> None:
    assert gist("错误" * 200) == ("错误" * 200)[:LONGEST]
    assert gist("\n".join(f"第{n}步失败了" for n in range(100)))[-1] == "了"
    assert len(gist("\n".join(f"第{n}步失败了" for n in range(100)))) <= LONGEST
    assert gist("42\n17") == "42 17"
    assert gist(" \n ") == ""
