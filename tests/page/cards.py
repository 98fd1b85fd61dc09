"""Small cards for the page tests, and where a message stands."""

from typing import Any

from playwright.sync_api import Page


def card(*elements: dict[str, Any], title: str = "测试") -> dict[str, Any]:
    return {
        "schema": "2.0",
        "config": {"update_multi": True},
        "header": {"title": {"tag": "plain_text", "content": title}, "template": "blue"},
        "body": {"elements": list(elements)},
    }


def button(text: str, **more: Any) -> dict[str, Any]:
    behaviors = [{"type": "callback", "value": {"press": text}}]
    words = {"tag": "plain_text", "content": text}
    return {"tag": "button", "text": words, "behaviors": behaviors} | more


def message(page: Page, message_id: str) -> Any:
    return page.get_by_test_id(f"msg-{message_id}")
