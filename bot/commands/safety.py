"""`faq safety`: what operators add to the words of danger, and what the gate makes of a text."""

from __future__ import annotations

import json
from pathlib import Path

from bot.assembly import open_desk
from bot.commands import Say
from bot.desk import danger, safety_policy
from config import Settings


def show(settings: Settings, say: Say) -> int:
    """To be edited and given back; the shipped rules are in bot/desk/safety.json."""
    with open_desk(settings) as uow, uow.reading() as tx:
        say(json.dumps(safety_policy.additions(tx), ensure_ascii=False, indent=1))
    return 0


def change(settings: Settings, path: Path, say: Say) -> int:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        with open_desk(settings) as uow, uow() as tx:
            version = safety_policy.change(content, "command", tx)
    except (OSError, ValueError) as error:
        say(f"{path}: {error}\nNothing was changed.")
        return 1
    say(f"Version {version} of the safety rules counts from the next message on.")
    return 0


def judge(settings: Settings, text: str, say: Say) -> int:
    with open_desk(settings) as uow, uow.reading() as tx:
        found = danger.of(text, tx)
    say(f"alarm: {found.alarm or '-'}")
    say(f"topics: {'、'.join(found.topics) or '-'}")
    return 0
