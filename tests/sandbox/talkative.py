"""A bot of a few lines that people can talk to: cards, buttons, a form, a menu."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sandbox.stub_bot import Answer, Api, Heard, StubBot, stub_bot
from sandbox.testing import Running, running_sandbox

Json = dict[str, Any]
GUNS = ("一号枪", "二号枪")


class Talkative:
    """Answers 表 with a form and everything else with an answer that can be found useless."""

    def __init__(self, bot: StubBot, base: str) -> None:
        self._api = Api(base)
        self._api.login()
        self.wording = "关机再开"
        self.silent = False
        bot.answer = self._hear

    def _hear(self, heard: Heard) -> Answer:
        if heard.event_type == "card.action.trigger":
            return Answer(body=self._pressed(heard.event["action"]))
        if heard.event_type == "im.message.receive_v1" and not self.silent:
            self._asked(heard.event["message"])
        elif heard.event_type == "application.bot.menu_v6":
            operator = heard.event["operator"]["operator_id"]["open_id"]
            self._api.send(operator, {"text": f"菜单 {heard.event['event_key']}"})
        elif heard.event.get("operator_type") == "user":
            body = {"reaction_type": {"emoji_type": "OK"}}
            self._api.call("POST", f"/im/v1/messages/{heard.event['message_id']}/reactions", body)
        return Answer()

    def _asked(self, message: Json) -> None:
        text = str(json.loads(message["content"]).get("text", ""))
        shown = form() if "表" in text else answer(text, self.wording)
        self._api.reply(message["message_id"], shown, "interactive")

    def _pressed(self, action: Json) -> Json:
        if "form_value" in action:
            values = action["form_value"]
            return toast(f"收到 {values['what']} {values['gun']}")
        if action.get("option"):
            return toast(f"选了 {action['option']}")
        return toast("已记录") | {"card": {"type": "raw", "data": useless()}}


def toast(content: str) -> Json:
    return {"toast": {"type": "success", "content": content}}


def button(label: str, act: str) -> Json:
    return {
        "tag": "button",
        "text": {"tag": "plain_text", "content": label},
        "behaviors": [{"type": "callback", "value": {"act": act}}],
    }


def options() -> list[Json]:
    return [
        {"text": {"tag": "plain_text", "content": name}, "value": f"gun{number}"}
        for number, name in enumerate(GUNS, start=1)
    ]


def card(title: str, *elements: Json) -> Json:
    return {
        "schema": "2.0",
        "config": {"update_multi": True},
        "header": {"title": {"tag": "plain_text", "content": title}},
        "body": {"elements": list(elements)},
    }


def answer(question: str, wording: str) -> Json:
    chooser = {
        "tag": "select_static",
        "placeholder": {"tag": "plain_text", "content": "哪把枪"},
        "options": options(),
        "behaviors": [{"type": "callback", "value": {"act": "gun"}}],
    }
    text = {"tag": "markdown", "content": f"**{question}**\n{wording}"}
    return card("答案", text, button("没解决", "useless"), chooser)


def useless() -> Json:
    return card("没帮上忙", button("转人工", "human"))


def form() -> Json:
    what = {
        "tag": "input",
        "name": "what",
        "required": True,
        "label": {"tag": "plain_text", "content": "现象"},
    }
    gun = {
        "tag": "select_static",
        "name": "gun",
        "placeholder": {"tag": "plain_text", "content": "油枪"},
        "options": options(),
    }
    send = button("提交", "send") | {"name": "send", "form_action_type": "submit"}
    return card("报修", {"tag": "form", "name": "report", "elements": [what, gun, send]})


@contextmanager
def talking(**settings: Any) -> Iterator[tuple[Running, Talkative]]:
    with stub_bot() as bot, running_sandbox(bot_url=bot.url, **settings) as running:
        running.client.faults(limits=False)  # the bot does not try again
        yield running, Talkative(bot, running.base)
