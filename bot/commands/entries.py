"""One entry by its code: `faq history|rollback|archive|restore|attach`, and `faq synonyms`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from bot.assembly import open_desk
from bot.commands import Say
from bot.commands.review import may_go_on
from bot.desk import attachments, faces, life, synonyms, versions
from bot.desk import content as contents
from bot.desk.content import Content
from bot.unit_of_work import Tx
from cards.review import FieldChange
from cards.words import review as words
from config import Settings
from models import FaqEntry, FaqStatus, IllegalMove

Act = Callable[[FaqEntry, Tx], str]
Becomes = Callable[[FaqEntry, Tx], Content | None]


def history(settings: Settings, code: str, say: Say) -> int:
    """The newest version first, each with what it changed."""
    with open_desk(settings) as uow, uow.reading() as tx:
        entry = life.entry_of(code, tx, hold=False)
        if entry is None:
            return _unknown(code, say)
        said = versions.history(entry, tx)
        say(f"{code} {words.STATUS[entry.status.value]}，共 {len(said)} 版")
        for version, before in zip(said, [*said[1:], None], strict=True):
            by = version.author or "导入"
            say(f"第 {version.number} 版\t{version.at:%F %T}Z\t{by}\t{version.note}")
            old = before.content if before is not None else {}
            for change in faces.shown(
                {**contents.BLANK, **old}, {**contents.BLANK, **version.content}
            ):
                say(f"  {words.field(change.name)}：{_short(change)}")
    return 0


def roll_back(settings: Settings, code: str, number: int, say: Say, *, force: bool) -> int:
    def becomes(entry: FaqEntry, tx: Tx) -> Content | None:
        return life.content_at(entry, number, tx)

    def act(entry: FaqEntry, tx: Tx) -> str:
        version = life.roll_back(entry, number, faces.OPERATOR, tx)
        return f"{code} 已恢复为第 {number} 版的内容，现在是第 {version.number} 版"

    return _act(settings, code, act, say, becomes=becomes, force=force)


def archive(settings: Settings, code: str, say: Say, *, force: bool) -> int:
    def act(entry: FaqEntry, tx: Tx) -> str:
        life.archive(entry, tx)
        return f"{code} 已下架"

    return _act(settings, code, act, say, becomes=lambda entry, tx: None, force=force)


def restore(settings: Settings, code: str, say: Say) -> int:
    def act(entry: FaqEntry, tx: Tx) -> str:
        life.restore(entry, tx)
        return f"{code} 已重新上架"

    return _act(settings, code, act, say)


def attach(
    settings: Settings, code: str, files: Sequence[Path], remove: str | None, say: Say
) -> int:
    """Feishu gets them from the worker, once; until then the answer goes without."""
    try:
        given = [(path.name, path.read_bytes()) for path in files]
    except OSError as error:
        say(str(error))
        return 1

    def act(entry: FaqEntry, tx: Tx) -> str:
        if remove and not attachments.remove(entry, remove, tx):
            raise attachments.Faulty(f"没有叫 {remove} 的图片")
        for name, content in given:
            attachments.add(entry, name, content, tx)
        tx.session.flush()
        for row in attachments.of(entry, tx):
            say(f"{row.position + 1}\t{row.name}\t{_state(row.image_key)}")
        return f"{code} 有 {len(attachments.of(entry, tx))} 张图片"

    return _act(settings, code, act, say)


def list_synonyms(settings: Settings, say: Say) -> int:
    with open_desk(settings) as uow, uow.reading() as tx:
        groups = synonyms.all_groups(tx)
        for group in groups:
            say(f"{group.id}\t{' = '.join(group.words)}\t{group.note}")
    say(f"共 {len(groups)} 组")
    return 0


def add_synonyms(settings: Settings, given: Sequence[str], note: str, say: Say) -> int:
    try:
        with open_desk(settings) as uow, uow() as tx:
            group = synonyms.add(given, note, faces.OPERATOR, tx)
    except synonyms.Faulty as fault:
        say(str(fault))
        return 1
    say(f"已加为第 {group.id} 组：{' = '.join(group.words)}")
    return 0


def remove_synonyms(settings: Settings, number: int, say: Say) -> int:
    with open_desk(settings) as uow, uow() as tx:
        gone = synonyms.remove(number, tx)
    say(f"第 {number} 组已删除" if gone else f"没有第 {number} 组")
    return 0 if gone else 1


def _act(
    settings: Settings,
    code: str,
    act: Act,
    say: Say,
    *,
    becomes: Becomes | None = None,
    force: bool = False,
) -> int:
    """`becomes` is what the entry would say: real questions are asked again before it does."""
    try:
        with open_desk(settings) as uow:
            if becomes is not None:
                with uow.reading() as tx:
                    entry = life.entry_of(code, tx, hold=False)
                    live = entry is not None and entry.status is FaqStatus.PUBLISHED
                    changes = {code: becomes(entry, tx)} if entry is not None and live else {}
                if not may_go_on(changes, uow, say, force=force):
                    return 1
            with uow() as tx:
                entry = life.entry_of(code, tx)
                if entry is None:
                    return _unknown(code, say)
                told = act(entry, tx)
    except IllegalMove as refusal:
        now, wanted = FaqStatus(refusal.now), FaqStatus(refusal.wanted)
        say(f"{code} {words.illegal(status=now.value, wanted=wanted.value)}")
        return 1
    except life.NoSuchVersion as refusal:
        say(f"{code} 没有第 {refusal.number} 版")
        return 1
    except attachments.Faulty as fault:
        say(f"{code}：{fault}")
        return 1
    say(told)
    return 0


def _unknown(code: str, say: Say) -> int:
    say(f"没有编号为 {code} 的条目")
    return 1


def _state(image_key: str | None) -> str:
    if image_key is None:
        return "等待上传"
    return "已上传" if image_key else "飞书不收这张图片"


def _short(change: FieldChange) -> str:
    listed = [*map(words.added, change.added), *map(words.taken, change.taken)]
    text = "；".join(listed) or change.new or words.BLANK
    first = text.replace("\n", " ")
    return first if len(first) <= 60 else first[:59] + "…"
