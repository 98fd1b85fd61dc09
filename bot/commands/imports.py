"""`faq import`: from a file, from Feishu's own helpdesk, or from a Bitable table."""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.assembly import build_matcher, open_desk
from bot.commands import Say
from bot.commands.review import may_go_on
from bot.desk import faces, faq, knowledge, sources, vectors
from bot.desk.sources import Sourced
from bot.faq_csv import FaqSheet, FaqSheetError, parse_faq
from bot.faq_xlsx import parse_xlsx
from bot.feishu.bitable_port import Bitable, Record
from bot.feishu.errors import FeishuError, TryLater
from bot.feishu.helpdesk_port import Helpdesk, HelpdeskFaq
from bot.unit_of_work import UnitOfWork
from config import Settings

T = TypeVar("T")
TRIES = 5
LARGEST_FILE = 50 * 1024 * 1024


class Failed(Exception):
    """Nothing could be read; its text says why."""


def run(settings: Settings, options: Namespace, say: Say) -> int:
    """All rows or none, unless told to keep going past the broken ones."""
    try:
        with open_desk(settings) as uow:
            given = _read(settings, options, uow)
            for fault in sources.faults_told(given.sheet.faults):
                say(f"{_name(options)} {fault}")
            refusal = _refusal(given.sheet, options)
            if refusal:
                say(refusal)
                return 1
            return _take(given, options, uow, say)
    except (Failed, FaqSheetError, OSError) as error:
        say(f"{_name(options)}: {error}")
        return 1
    except sources.NotOurs as error:
        say(f"{_name(options)}：{error}")
        return 1
    except FeishuError as error:
        say(f"{_name(options)}：飞书没有给数据（{error.code} {error.message}）。没有导入任何内容。")
        return 1


def import_file(settings: Settings, path: Path, say: Say) -> int:
    """A file that is known to be good, as the demonstration's is."""
    plainly = {"helpdesk": False, "bitable": None, "keep_going": False, "force": True}
    return run(settings, Namespace(file=path, replace=False, review=False, **plainly), say)


def read_file(path: Path) -> FaqSheet:
    """Raises FaqSheetError, OSError. What a file is, its beginning tells and not its name."""
    if path.stat().st_size > LARGEST_FILE:
        raise FaqSheetError("文件太大，最多 50 MB")
    raw = path.read_bytes()
    return parse_xlsx(raw) if raw.startswith(b"PK") else parse_faq(raw)


def fetch_helpdesk(helpdesk: Helpdesk, uow: UnitOfWork) -> Sourced:
    categories = _patiently(helpdesk.categories)
    faqs = list(_faqs(helpdesk))
    with uow.reading() as tx:
        known = sources.known_origins(sources.HELPDESK, tx)
    return sources.from_helpdesk(faqs, categories, known)


def fetch_bitable(bitable: Bitable, app_token: str, table_id: str, uow: UnitOfWork) -> Sourced:
    columns = _patiently(lambda: bitable.columns(app_token, table_id))
    records = list(_records(bitable, app_token, table_id))
    if not records:
        # To an app without the right, a base with advanced permissions looks empty.
        raise Failed("一条记录也没读到；如果表开了高级权限，请给应用“可管理”权限")
    with uow.reading() as tx:
        known = sources.known_origins(sources.BITABLE, tx)
    return sources.from_bitable(columns, records, known)


def _read(settings: Settings, options: Namespace, uow: UnitOfWork) -> Sourced:
    if options.helpdesk:
        if not settings.helpdesk_id:
            raise Failed("还没有设置 HELPDESK_ID 和 HELPDESK_TOKEN（服务台 设置中心 > API 凭证）")
        from bot.feishu.helpdesk import LarkHelpdesk

        return fetch_helpdesk(
            LarkHelpdesk(
                settings.app_id,
                settings.app_secret,
                settings.helpdesk_id,
                settings.helpdesk_token,
                settings.feishu_domain,
            ),
            uow,
        )
    if options.bitable:
        from bot.feishu.bitable import LarkBitable

        app_token, _, table_id = options.bitable.partition("/")
        if not (app_token.isalnum() and table_id.isalnum()):
            raise Failed(
                "要写成 APP_TOKEN/TABLE_ID，在表格的网址里：/base/APP_TOKEN?table=TABLE_ID"
            )
        door = LarkBitable(settings.app_id, settings.app_secret, settings.feishu_domain)
        return fetch_bitable(door, app_token, table_id, uow)
    return Sourced(read_file(options.file), {})


def _refusal(sheet: FaqSheet, options: Namespace) -> str | None:
    if sheet.faults and not options.keep_going:
        return "没有导入任何内容。改好上面这些行再导入，或加 --keep-going 只导入没有问题的行。"
    if not options.replace:
        return None
    if options.file is None or options.review:
        return "--replace 只能用于直接导入文件。没有导入任何内容。"
    if sheet.faults:
        return "--replace 不能和有问题的行一起用：没读懂的行会被当成已删除。没有导入任何内容。"
    return None


def _take(given: Sourced, options: Namespace, uow: UnitOfWork, say: Say) -> int:
    sheet, by = given.sheet, faces.OPERATOR
    for note in given.notes:
        say(note)
    if options.review:
        with uow() as tx:
            made = sources.propose_rows(sheet.rows, given.origins, by, tx)
        say(f"已提出 {made} 条建议，等审核人处理；跳过有问题的 {len(sheet.faults)} 行。")
        return 1 if sheet.faults else 0
    with uow.reading() as tx:
        changes = faq.changes_in(sheet.rows, tx, replace=options.replace)
    if not may_go_on(changes, uow, say, force=options.force):
        return 1
    with uow() as tx:
        done = faq.import_rows(
            sheet.rows, tx, replace=options.replace, author=by, origins=given.origins
        )
    knowledge.relate(uow, build_matcher)
    if options.file is not None:
        vectors.take_along(options.file, uow)
    told = f"（{sheet.encoding}）" if sheet.encoding else ""
    say(
        f"导入完成{told}：新增 {done.added}，修改 {done.changed}，"
        f"未变 {done.unchanged}，下架 {done.archived}，跳过有问题的 {len(sheet.faults)} 行。"
    )
    return 1 if sheet.faults else 0


def _name(options: Namespace) -> str:
    if options.helpdesk:
        return "飞书服务台"
    return f"多维表格 {options.bitable}" if options.bitable else str(options.file)


def _faqs(helpdesk: Helpdesk) -> Iterator[HelpdeskFaq]:
    def turn(after: str) -> tuple[Sequence[HelpdeskFaq], str]:
        page = helpdesk.faqs(after)
        return page.faqs, page.next

    return _each(turn, lambda one: one.id)


def _records(bitable: Bitable, app_token: str, table_id: str) -> Iterator[Record]:
    def turn(after: str) -> tuple[Sequence[Record], str]:
        page = bitable.search(app_token, table_id, after=after)
        return page.records, page.next

    return _each(turn, lambda one: one.record_id)


def _each(turn: Callable[[str], tuple[Sequence[T], str]], key: Callable[[T], str]) -> Iterator[T]:
    """Of every page, each once, however the list moves meanwhile."""
    seen: set[str] = set()
    after = ""
    while True:
        found, following = _patiently(partial(turn, after))
        for one in found:
            if key(one) not in seen:
                seen.add(key(one))
                yield one
        if not following or following == after:
            return
        after = following


def _patiently(call: Callable[[], T]) -> T:
    """What Feishu puts off is asked for again, a few times."""
    for left in reversed(range(TRIES)):
        try:
            return call()
        except TryLater as error:
            if not left:
                raise
            time.sleep(error.wait or 1.0)
    raise AssertionError
