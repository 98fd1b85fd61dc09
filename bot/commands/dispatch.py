"""From what was typed to the function that does it; imported only when a command is run."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping

from bot.commands import Say, database, demo, faq, org, parked
from config import Settings

Work = Callable[[Settings, Namespace, Say], int]


def run(options: Namespace, settings: Settings, env: Mapping[str, str], say: Say) -> int:
    """One of the commands that need settings and a database."""
    if options.command == "all":
        return demo.run_all(settings, env)
    return WORK[options.command, options.action](settings, options, say)


def _import(settings: Settings, options: Namespace, say: Say) -> int:
    return faq.import_file(
        settings, options.file, say, keep_going=options.keep_going, replace=options.replace
    )


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


WORK: dict[tuple[str, str], Work] = {
    ("db", "upgrade"): lambda s, o, say: database.upgrade(s, say),
    ("faq", "import"): _import,
    ("faq", "export"): lambda s, o, say: faq.export_file(s, o.file, say),
    ("faq", "list"): lambda s, o, say: faq.list_entries(s, o.category, say),
    ("org", "import"): lambda s, o, say: org.import_file(s, o.file, say),
    ("inbox", "list"): lambda s, o, say: parked.list_rows(s, "inbox", say),
    ("inbox", "replay"): lambda s, o, say: parked.replay(s, "inbox", o.id, say),
    ("outbox", "list"): lambda s, o, say: parked.list_rows(s, "outbox", say),
    ("outbox", "replay"): lambda s, o, say: parked.replay(s, "outbox", o.id, say),
    ("learn", ""): _learn,
    ("report", "answers"): _answers,
}
