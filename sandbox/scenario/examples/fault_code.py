"""The same as 故障码.txt, in Python: `run` calls `play`."""

from sandbox.scenario import Scenario


def play(s: Scenario) -> None:
    cashier = s.person("收银员")
    cashier.say("E3001 怎么办").expect("E3001", "[没解决]")
    cashier.click("没解决").expect("没帮上忙", "[转人工]")
    cashier.click("E3005").expect("E3005")
