"""People played by a script, and what a failure tells."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.scenario import Scenario, ScenarioFailed
from tests.sandbox.talkative import Talkative, talking


@pytest.fixture
def stage() -> Iterator[tuple[Scenario, Talkative]]:
    with talking() as (running, bot):
        yield Scenario(running.client), bot


@pytest.fixture
def scenario(stage: tuple[Scenario, Talkative]) -> Scenario:
    return stage[0]


def test_an_answer_is_read_and_pressed(scenario: Scenario) -> None:
    cashier = scenario.person("收银员")
    cashier.say("打印机卡纸").expect("打印机卡纸", "[没解决]")
    cashier.click("没解决").sees_toast("已记录").expect("没帮上忙", "[转人工]")
    assert cashier.answer["ok"]


def test_what_was_there_before_the_last_act_does_not_count(
    stage: tuple[Scenario, Talkative],
) -> None:
    scenario, bot = stage
    cashier = scenario.person("收银员")
    cashier.say("一").expect("关机再开")
    bot.silent = True
    cashier.say("二").expect_nothing(0.2)
    with pytest.raises(ScenarioFailed, match="in vain"):
        cashier.expect("关机再开", within=0.1)


def test_a_list_is_chosen_from_by_what_it_shows(scenario: Scenario) -> None:
    cashier = scenario.person("收银员")
    cashier.say("一").expect("<哪把枪>", "(二号枪)")
    cashier.choose("二号枪").sees_toast("选了 gun2")


def test_a_form_is_filled_in_by_what_stands_beside_its_fields(scenario: Scenario) -> None:
    cashier = scenario.person("收银员")
    cashier.say("表").expect("报修")
    cashier.fill(现象="不出油", 油枪="一号枪").submit("提交").sees_toast("收到 不出油 gun1")
    cashier.fill(what="漏油").fill(gun="gun2").submit().sees_toast("收到 漏油 gun2")
    with pytest.raises(ScenarioFailed, match=r"no field '颜色'; it has .*what / 现象"):
        cashier.fill(颜色="红").submit()
    with pytest.raises(ScenarioFailed, match="what is required"):
        cashier.fill(gun="gun1").submit()


def test_menu_entering_and_reactions(scenario: Scenario) -> None:
    cashier = scenario.person("收银员").enter()
    cashier.menu("menu_faq").expect("菜单 menu_faq")
    cashier.react("THUMBSUP").sees_reaction("OK")
    assert cashier.read() is cashier


def test_in_a_group_the_bot_is_called_by_name(scenario: Scenario) -> None:
    manager, cashier = scenario.person("站长"), scenario.person("收银员")
    place = manager.make_group("青禾路站", cashier)
    cashier.in_group("青禾路").say("谁值班").expect_nothing(0.2)
    place.say("@机器人 卡纸").expect("卡纸")
    assert place.alone().messages() == []


def test_nobody_is_played_twice(scenario: Scenario) -> None:
    names = {scenario.person("站长").name for _ in range(3)}
    assert len(names) == 3
    with pytest.raises(ScenarioFailed, match="站长"):
        scenario.person("店长")


def test_a_failure_tells_what_happened_and_what_is_shown(scenario: Scenario) -> None:
    cashier = scenario.person("收银员")
    cashier.say("卡纸").expect("卡纸")
    with pytest.raises(ScenarioFailed) as failed:
        cashier.click("投诉", within=0.1)
    told = str(failed.value)
    assert "waited 0.1 s in vain for something to press called '投诉'" in told
    assert f"{cashier.name} says '卡纸'" in told
    assert "加管服务台: 答案" in told
    assert "[没解决]" in told


def test_a_wrong_toast_and_noise_are_failures(scenario: Scenario) -> None:
    cashier = scenario.person("收银员")
    cashier.say("卡纸").expect()
    with pytest.raises(ScenarioFailed, match="expected the toast 'x', but saw 'none'"):
        cashier.sees_toast("x")
    with pytest.raises(ScenarioFailed, match="stay silent"):
        cashier.expect_nothing(0.1)
