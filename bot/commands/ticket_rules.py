"""`tickets rules`, `tickets day`: the desk's rules as JSON, and days the library does not know."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from bot.assembly import open_desk
from bot.commands import Say
from bot.desk.tickets import policies, recompute
from bot.desk.tickets.validate import PolicyFault
from config import Settings
from models import CalendarDay, PolicyKind


def show(settings: Settings, kind: PolicyKind, say: Say) -> int:
    """What counts now, to be edited and given back."""
    with open_desk(settings) as uow, uow.reading() as tx:
        found, _ = policies.content(kind, tx)
    say(json.dumps(found, ensure_ascii=False, indent=1))
    return 0


def change(settings: Settings, kind: PolicyKind, path: Path, say: Say) -> int:
    """A new version, or every fault of it."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        with open_desk(settings) as uow, uow() as tx:
            version = recompute.change_policy(kind, content, "command", tx).version
    except (OSError, ValueError, PolicyFault) as error:
        say(f"{path}:\n{error}\nNothing was changed.")
        return 1
    say(f"Version {version} of {kind.value} counts from now on, for open tickets as well.")
    return 0


def set_day(settings: Settings, day: date, *, working: bool, note: str, say: Say) -> int:
    with open_desk(settings) as uow, uow() as tx:
        tx.session.merge(CalendarDay(day=day, working=working, note=note))
        recompute.begin(f"day:{day}:{tx.now.timestamp()}", tx)
    say(f"{day} is {'worked' if working else 'free'}; open tickets are counted anew.")
    return 0
