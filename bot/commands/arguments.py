"""What can be typed after `app.py`: one function for each word, so that none grows long."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

Parser = argparse.ArgumentParser
Add = Callable[..., Parser]
FORCE = "although real questions would be answered worse"
# The tables that people look at as Bitables.
TABLES = ("feedback", "tickets")


def parser() -> Parser:
    top = Parser(prog="app.py", description="A service desk in Feishu")
    add = top.add_subparsers(dest="command", required=True, metavar="COMMAND").add_parser
    add("serve", help="the webhook server")
    add("worker", help="rules, delivery and timers")
    add("all", help="server and worker on one machine")
    add("demo", help="everything with sample data and a local Feishu")
    _under(add("db", help="the database"))("upgrade", help="create or update it")
    _faq(_under(add("faq", help="the knowledge base")))
    _org(_under(add("org", help="stations, people and their roles")))
    for box in ("inbox", "outbox"):
        actions = _under(add(box, help=f"parked rows of the {box}"))
        actions("list", help="with their reasons")
        actions("replay", help="try again").add_argument("id", type=int, nargs="+")
    _tickets(_under(add("tickets", help="tickets and the chains of their events")))
    _bitable(_under(add("bitable", help="tables that people work in")))
    _learn(add("learn", help="suggest to reviewers what people's questions teach"))
    _report(_under(add("report", help="figures from what was recorded")))
    measure = add("evaluate", help="how well an FAQ answers a file of questions")
    measure.add_argument("--faq", type=Path, required=True)
    measure.add_argument("--queries", type=Path, required=True, help="question TAB id or NONE")
    measure.add_argument("--json", action="store_true")
    return top


def _under(command: Parser, dest: str = "action") -> Add:
    return command.add_subparsers(dest=dest, required=True, metavar=dest.upper()).add_parser


def _tickets(add: Add) -> None:
    add("list", help="what is open").add_argument("--all", action="store_true")
    add("import", help="another system's, from a CSV file").add_argument("file", type=Path)
    add("show", help="one ticket's clocks and events").add_argument("number")
    add("verify", help="walk every chain and compare it with its ticket")
    rules = add("rules", help="print the rules that count, or replace them by a file's")
    rules.add_argument("kind", choices=("priority", "routing", "sla"))
    rules.add_argument("file", type=Path, nargs="?")
    day = add("day", help="a day that is worked or free, whatever the library of holidays says")
    day.add_argument("day", type=date.fromisoformat, metavar="YYYY-MM-DD")
    day.add_argument("is_", choices=("working", "free"))
    day.add_argument("--note", default="")


def _bitable(add: Add) -> None:
    link = add("setup", help="adopt or create the table, its columns, options, views and form")
    link.add_argument("what", nargs="?", default="feedback", choices=TABLES)
    link.add_argument("--base", default="", metavar="TOKEN_OR_ADDRESS")
    link.add_argument("--table", default="", metavar="TABLE_ID")
    for name, told in (
        ("status", "what waits, what is wrong"),
        ("resync", "compare every row on both sides"),
        ("repair", "put back columns, options, tables and rows that people deleted"),
    ):
        add(name, help=told).add_argument("what", nargs="?", default="feedback", choices=TABLES)


def _learn(command: Parser) -> None:
    command.add_argument("--days", type=_days, default=28, help="how far to look back")
    command.add_argument("--dry-run", action="store_true", help="show it, suggest nothing")
    command.set_defaults(action="")


def _days(text: str) -> int:
    if not 1 <= int(text) <= 366:
        raise argparse.ArgumentTypeError("1 to 366 days")
    return int(text)


def _report(add: Add) -> None:
    answers = add("answers", help="how many conversations the bot ended well")
    for name, dest in (("--from", "first"), ("--to", "last")):
        answers.add_argument(
            name, dest=dest, type=date.fromisoformat, required=True, metavar="YYYY-MM-DD"
        )
    form = answers.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--csv", action="store_true")
    weekly = add("weekly", help="every figure of one week, with the weeks before")
    weekly.add_argument("--week", required=True, metavar="2026-W47")
    weekly.add_argument("--format", choices=("md", "json", "csv", "xlsx"), default="md")
    weekly.add_argument("--output", type=Path, metavar="FILE")
    weekly.add_argument("--explain", default="", metavar="FIGURE", help="its rule and its tickets")


def _faq(add: Add) -> None:
    load = add("import", help="from CSV, XLSX, a Bitable table or Feishu's own helpdesk")
    source = load.add_mutually_exclusive_group(required=True)
    source.add_argument("file", type=Path, nargs="?")
    source.add_argument("--bitable", metavar="APP_TOKEN/TABLE_ID")
    source.add_argument("--helpdesk", action="store_true")
    load.add_argument("--keep-going", action="store_true", help="skip broken rows, take the others")
    load.add_argument("--replace", action="store_true", help="archive what the file lacks")
    load.add_argument("--review", action="store_true", help="propose the changes, publish none")
    load.add_argument("--force", action="store_true", help=FORCE)
    add("export", help="to a CSV or XLSX file").add_argument("file", type=Path)
    add("list", help="what is published").add_argument("--category")
    for name, told in (
        ("history", "what an entry said in each of its versions"),
        ("archive", "answer with this no more"),
        ("restore", "answer with an archived entry again"),
        ("rollback", "publish an earlier version again"),
    ):
        one = add(name, help=told)
        one.add_argument("code")
        if name == "rollback":
            one.add_argument("number", type=int)
        if name in ("archive", "rollback"):
            one.add_argument("--force", action="store_true", help=FORCE)
    attach = add("attach", help="a picture to an answer; without a file: list them")
    attach.add_argument("code")
    attach.add_argument("file", type=Path, nargs="*")
    attach.add_argument("--remove", metavar="NAME")
    _review(_under(add("review", help="changes that wait for a reviewer"), "step"))
    _synonyms(_under(add("synonyms", help="words that mean one thing at the stations"), "step"))
    _safety(_under(add("safety", help="words of danger, beside the built-in ones"), "step"))


def _review(add: Add) -> None:
    add("list", help="what is open, the oldest first")
    for name, told in (
        ("show", "one change and what it would do"),
        ("approve", "publish it"),
        ("reject", "say no, with a reason"),
    ):
        step = add(name, help=told)
        step.add_argument("id", type=int)
        if name == "approve":
            step.add_argument("--force", action="store_true", help=FORCE)
        if name == "reject":
            step.add_argument("reason")


def _synonyms(add: Add) -> None:
    add("list", help="those of this desk, beside the built-in ones")
    new = add("add", help="two words or more")
    new.add_argument("words", nargs="+")
    new.add_argument("--note", default="")
    add("remove", help="by number").add_argument("id", type=int)


def _safety(add: Add) -> None:
    add("show", help="what this desk adds, as JSON")
    add("set", help="from a JSON file").add_argument("file", type=Path)
    add("try", help="what a text sets off").add_argument("text")


def _org(add: Add) -> None:
    add("import", help="from a JSON file").add_argument("file", type=Path)
    add("grants", help="who may do what")
    for name, told in (("grant", "give a role"), ("revoke", "take it back")):
        step = add(name, help=told)
        step.add_argument("open_id")
        step.add_argument("role", choices=("reviewer", "operator", "manager", "product", "admin"))
