"""From what was typed to the function that does it; imported only when a command is run."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping

from bot.commands import Say, database, demo, entries, faq, imports, org, parked, review
from config import Settings

Work = Callable[[Settings, Namespace, Say], int]


def run(options: Namespace, settings: Settings, env: Mapping[str, str], say: Say) -> int:
    """One of the commands that need settings and a database."""
    if options.command == "all":
        return demo.run_all(settings, env)
    return WORK[options.command, options.action](settings, options, say)


def _learn(settings: Settings, options: Namespace, say: Say) -> int:
    from bot.commands import learn

    return learn.learn(settings, say, days=options.days, dry_run=options.dry_run)


def _answers(settings: Settings, options: Namespace, say: Say) -> int:
    from bot.commands import report

    return report.answers(
        settings,
        say,
        first=options.first,
        last=options.last,
        as_json=options.json,
        as_csv=options.csv,
    )


def _weekly(settings: Settings, options: Namespace, say: Say) -> int:
    from bot.commands import weekly

    return weekly.report(
        settings,
        say,
        week=options.week,
        form=options.format,
        output=options.output,
        explain=options.explain,
    )


def _import_tickets(settings: Settings, options: Namespace, say: Say) -> int:
    from bot.commands import weekly

    return weekly.import_tickets(settings, say, options.file)


def _safety(settings: Settings, options: Namespace, say: Say) -> int:
    from bot.commands import safety

    if options.step == "set":
        return safety.change(settings, options.file, say)
    if options.step == "try":
        return safety.judge(settings, options.text, say)
    return safety.show(settings, say)


def _tickets(settings: Settings, options: Namespace, say: Say) -> int:
    from bot.commands import ticket_rules, tickets
    from models import PolicyKind

    if options.action == "rules":
        kind = PolicyKind(options.kind)
        if options.file is None:
            return ticket_rules.show(settings, kind, say)
        return ticket_rules.change(settings, kind, options.file, say)
    if options.action == "day":
        works = options.is_ == "working"
        return ticket_rules.set_day(
            settings, options.day, working=works, note=options.note, say=say
        )
    if options.action == "list":
        return tickets.list_tickets(settings, say, everything=options.all)
    if options.action == "show":
        return tickets.show(settings, options.number, say)
    return tickets.verify(settings, say)


def _bitable(settings: Settings, options: Namespace, say: Say) -> int:
    from bot.commands import bitable

    if options.action == "setup":
        return bitable.set_up(settings, say, options.what, base=options.base, table=options.table)
    work = {"status": bitable.status, "resync": bitable.resync, "repair": bitable.repair}
    return work[options.action](settings, say, options.what)


REVIEW: dict[str, Work] = {
    "list": lambda s, o, say: review.list_open(s, say),
    "show": lambda s, o, say: review.show(s, o.id, say),
    "approve": lambda s, o, say: review.approve(s, o.id, say, force=o.force),
    "reject": lambda s, o, say: review.reject(s, o.id, o.reason, say),
}
SYNONYMS: dict[str, Work] = {
    "list": lambda s, o, say: entries.list_synonyms(s, say),
    "add": lambda s, o, say: entries.add_synonyms(s, o.words, o.note, say),
    "remove": lambda s, o, say: entries.remove_synonyms(s, o.id, say),
}
WORK: dict[tuple[str, str], Work] = {
    ("db", "upgrade"): lambda s, o, say: database.upgrade(s, say),
    ("faq", "import"): imports.run,
    ("faq", "history"): lambda s, o, say: entries.history(s, o.code, say),
    ("faq", "rollback"): lambda s, o, say: entries.roll_back(
        s, o.code, o.number, say, force=o.force
    ),
    ("faq", "archive"): lambda s, o, say: entries.archive(s, o.code, say, force=o.force),
    ("faq", "restore"): lambda s, o, say: entries.restore(s, o.code, say),
    ("faq", "attach"): lambda s, o, say: entries.attach(s, o.code, o.file, o.remove, say),
    ("faq", "review"): lambda s, o, say: REVIEW[o.step](s, o, say),
    ("faq", "synonyms"): lambda s, o, say: SYNONYMS[o.step](s, o, say),
    ("faq", "safety"): _safety,
    ("faq", "export"): lambda s, o, say: faq.export_file(s, o.file, say),
    ("faq", "list"): lambda s, o, say: faq.list_entries(s, o.category, say),
    ("org", "import"): lambda s, o, say: org.import_file(s, o.file, say),
    ("org", "grant"): lambda s, o, say: review.grant(s, o.open_id, o.role, say),
    ("org", "revoke"): lambda s, o, say: review.revoke(s, o.open_id, o.role, say),
    ("org", "grants"): lambda s, o, say: review.grants(s, say),
    ("inbox", "list"): lambda s, o, say: parked.list_rows(s, "inbox", say),
    ("inbox", "replay"): lambda s, o, say: parked.replay(s, "inbox", o.id, say),
    ("outbox", "list"): lambda s, o, say: parked.list_rows(s, "outbox", say),
    ("outbox", "replay"): lambda s, o, say: parked.replay(s, "outbox", o.id, say),
    ("learn", ""): _learn,
    **{("bitable", action): _bitable for action in ("setup", "status", "resync", "repair")},
    **{("tickets", action): _tickets for action in ("list", "show", "verify", "rules", "day")},
    ("tickets", "import"): _import_tickets,
    ("report", "answers"): _answers,
    ("report", "weekly"): _weekly,
}
