"""Text in markdown: a user's is shown as written, an answer's is translated for Feishu."""

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from cards.markup import cut, escape, feishu_markdown, head

MARKS = "<>*_[]()#`$\\|:!~&-+=.0123456789 \nab油@'\"/"
visible = some.text(some.characters(exclude_categories=["Cc", "Cs"])) | some.text(alphabet=MARKS)
hostile = some.text() | some.text(alphabet=MARKS, max_size=60)
# What may follow a `<` in the output: the two tags that we write ourselves.
OWN_TAGS = ("<br>", "<hr>")


@given(hostile)
@example("<at id=all></at>")
@example("&#60;at id=all&#62;")
@example("<at id=all")
def test_a_users_text_holds_no_tag_and_no_markdown(text: str) -> None:
    inert = escape(text).replace("<br>", "\n")
    assert not set("<>*_[]`$\\|~!:") & set(inert)
    assert "#" not in re.sub(r"&#\d+;", "", inert)
    assert not re.search(r"(?m)^\s*([-+=]|\d+[.)])", inert)


@given(visible)
def test_a_users_text_is_shown_as_it_was_written(text: str) -> None:
    shown = html.unescape(escape(text).replace("<br>", "\n")).replace("\u223c", "~")
    assert shown == "\n".join(line.strip() for line in text.splitlines())


@given(hostile)
def test_an_answer_can_mention_nobody_and_holds_no_foreign_tag(text: str) -> None:
    shown = feishu_markdown(text)
    for own in OWN_TAGS:
        shown = shown.replace(own, "")
    assert "<" not in shown


@given(some.text(alphabet="[]()!a:/.htps *油", max_size=40))
@example("[x](javascript:alert)")
@example("![x](img_v3_1)")
@example("[[x](https://a.b)](https://c.d)")
@example("**[x](https://a.b)**")
def test_an_answer_links_to_web_pages_only(text: str) -> None:
    shown = feishu_markdown(text)
    assert "![" not in shown
    assert all(target.startswith("http") for target in re.findall(r"\]\(([^)]*)\)", shown))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**转人工**：找不到时。", "**转人工**：找不到时。"),
        ("点**【确定】**后", "点 **【确定】** 后"),
        ("没有**关上", "没有&#42;&#42;关上"),
        ("第一行\n第二行", "第一行<br>第二行"),
        ("第一段\n\n第二段", "第一段\n\n第二段"),
        ("第一行<br/>第二行", "第一行<br>第二行"),
        ("> 注意\n> 安全", "> 注意<br>安全"),
        ("> 注意\n再看", "> 注意\n\n再看"),
        ("1. 甲\n   - 乙\n2. 丙", "1. 甲\n    - 乙\n2. 丙"),
        ("1. 甲\n   接着甲", "1. 甲<br>接着甲"),
        ("步骤：\n2. 甲", "步骤：\n\n2. 甲"),
        ("1、甲\n2、 乙", "1、甲\n\n2. 乙"),
        ("* 甲\n• 乙", "- 甲\n- 乙"),
        ("## 标题 ##\n正文", "**标题**\n\n正文"),
        ("---", "<hr>"),
        ("    像代码", "像代码"),
        ("```bash\nls -l\n```", "ls -l"),
        ("|甲|乙|\n|--|--|\n|1|2|", "甲 · 乙<br>1 · 2"),
        ("看https://a.b/c。", "看[https&#58;//a.b/c](https://a.b/c)。"),
        ("[官网](https://a.b/c)", "[官网](https://a.b/c)"),
        ("[坏](javascript:x)", "坏"),
        ("【甲】>【乙】", "【甲】&#62;【乙】"),
        ("3*4*5", "3&#42;4&#42;5"),
        ("**a <at id=all> b**", "**a &#60;at id=all&#62; b**"),
    ],
)
def test_an_answer_is_translated(written: str, shown: str) -> None:
    assert feishu_markdown(written) == shown


def test_a_long_answer_is_cut_at_a_line() -> None:
    assert head("第一行\n第二行\n第三行", 9) == "第一行\n第二行"
    assert head("一二三四五六", 4) == "一二三…"
    assert head("一二三四", 4) == "一二三四"


@given(some.text(), some.integers(min_value=1, max_value=30))
def test_a_cut_text_is_never_longer_than_allowed(text: str, characters: int) -> None:
    assert len(cut(text, characters)) <= characters
