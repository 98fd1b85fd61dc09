"""`org import`."""

from __future__ import annotations

from pathlib import Path

from bot.assembly import open_desk
from bot.commands import Say
from bot.desk.org import OrgFault, import_org
from config import Settings


def import_file(settings: Settings, path: Path, say: Say) -> int:
    try:
        with open_desk(settings) as uow, uow() as tx:
            done = import_org(path.read_bytes(), tx)
    except (OrgFault, OSError) as error:
        say(f"{path}:\n{error}\n没有导入任何内容。")
        return 1
    say(f"导入完成：{done.stations} 个站，{done.people} 人，其中 {done.linked} 人已关联飞书账号。")
    return 0
