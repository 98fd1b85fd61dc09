"""Scenarios as lines of text, and the command that runs them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import sandbox.scenario
from sandbox.scenario import Scenario, ScenarioFailed
from sandbox.scenario.__main__ import main
from sandbox.scenario.script import ALONE, BOT_VERBS, VERBS, BadScript, parse, play
from sandbox.testing import Running
from tests.sandbox.talkative import talking

DOCS = Path(__file__).parents[2] / "docs" / "sandbox.md"
EXAMPLES = Path(sandbox.scenario.__file__).parent / "examples"
TALK = """
# 说明
场景: 全部动作
最多等: 4秒
小周 是: 收银员
小周 打开
小周 说：打印机卡纸
机器人 应答: 打印机卡纸; [没解决]
小周 选: 一号枪
小周 看到提示: 选了
小周 点: 没解决
小周 看到: 没帮上忙
小周 说: 表
机器人 应答
小周 填: 现象=不出油; 油枪=二号枪
小周 提交: 提交
小周 看到提示: gun2
小周 表情: OK
小周 看到表情: OK
小周 菜单: menu_human
机器人 应答: menu_human
站长 建群: 夜班 = 小周、班长
班长 说: @机器人 卡纸
机器人 应答: 卡纸
小周 说: 大家好
机器人 不应答: 0.2秒
小周 回私聊
小周 进群: 夜班
"""


@pytest.fixture
def running() -> Iterator[Running]:
    with talking() as (running, _):
        yield running


def test_every_word_is_understood(running: Running) -> None:
    steps = parse(TALK)
    assert {step.verb for step in steps} == {*VERBS, *BOT_VERBS, *ALONE}
    play(steps, Scenario(running.client))


def test_every_word_is_in_the_handbook() -> None:
    text = DOCS.read_text("utf-8")
    assert [word for word in (*VERBS, *BOT_VERBS, *ALONE) if f"`{word}`" not in text] == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("小周 唱: 歌", "line 1: '唱' is unknown"),
        ("小周 说:", "says nothing"),
        ("机器人 说: 好", "'说' is unknown; here fits 应答"),
        ("\n随便", "line 2"),
    ],
)
def test_a_line_that_makes_no_sense_is_named(text: str, why: str) -> None:
    with pytest.raises(BadScript, match=why):
        parse(text)


def test_a_failure_names_the_line(running: Running) -> None:
    with pytest.raises(ScenarioFailed, match=r"line 3: 机器人 应答: 没有这句\n.*\n\nSteps:"):
        play(parse("最多等: 0.3\n收银员 说: 卡纸\n机器人 应答: 没有这句"), Scenario(running.client))
    with pytest.raises(ScenarioFailed, match="nobody has done anything"):
        play(parse("机器人 应答: 好"), Scenario(running.client))


def test_the_command_plays_files_and_fails_with_one(
    running: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad, code = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.py"
    good.write_text("收银员 说: 卡纸\n机器人 应答: 卡纸", "utf-8")
    bad.write_text("收银员 说: 卡纸\n机器人 应答: 换纸", "utf-8")
    code.write_text("def play(s):\n    s.person('收银员').say('卡纸').expect('卡纸')\n", "utf-8")
    assert main(["run", str(good), str(code), "--base", running.base]) == 0
    assert main(["run", str(good), str(bad), "--base", running.base, "--within", "0.3"]) == 1
    out, err = capsys.readouterr()
    assert out.count("ok ") == 3
    assert f"FAILED  {bad}" in err
    assert "line 2: 机器人 应答: 换纸" in err
    good.write_text("收银员 唱: 歌", "utf-8")
    assert main(["run", str(good), "--base", running.base]) == 2


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_the_examples_can_be_read(path: Path) -> None:
    assert parse(path.read_text("utf-8"))
    assert re.search(r"^场景: ", path.read_text("utf-8"), re.M)
