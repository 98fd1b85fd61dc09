"""`report weekly` and `tickets import`."""

from __future__ import annotations

from pathlib import Path

from bot.assembly import open_desk
from bot.commands import Say
from bot.desk.tickets import importing
from bot.figures import weekly, writing
from bot.figures.book import BY_KEY
from bot.figures.count import Window, cases
from bot.unit_of_work import Tx
from cards.words import figures as words
from config import Settings


def report(
    settings: Settings, say: Say, *, week: str, form: str, output: Path | None, explain: str
) -> int:
    """To the terminal, or to a file; an Excel workbook always to a file."""
    try:
        window = weekly.read_week(week)
    except ValueError:
        say(words.BAD_WEEK)
        return 1
    with open_desk(settings) as uow, uow.reading() as tx:
        if explain:
            return _explain(explain, window, tx, say)
        made = weekly.report(window, tx)
    if form == "xlsx":
        path = output or Path(f"{made.name}.xlsx")
        path.write_bytes(writing.as_xlsx(made))
        say(str(path))
        return 0
    write = {"md": writing.markdown, "json": writing.as_json, "csv": writing.as_csv}[form]
    if output is None:
        say(write(made))
    else:
        output.write_text(write(made), encoding="utf-8")
        say(str(output))
    return 0


def _explain(key: str, window: Window, tx: Tx, say: Say) -> int:
    """A figure's definition and the numbers of the tickets behind it; never what people wrote."""
    metric = BY_KEY.get(key)
    if metric is None:
        say(f"{key}: one of {', '.join(BY_KEY)}")
        return 1
    for name in ("numerator", "denominator", "excluded", "cohort", "clock"):
        say(f"{name}: {getattr(metric, name)}")
    numbers = cases(key, window, tx)
    say(f"{len(numbers)} tickets: {' '.join(f'T{number:06d}' for number in numbers)}")
    return 0


def import_tickets(settings: Settings, say: Say, path: Path) -> int:
    """All rows or none."""
    try:
        rows = importing.parse(path.read_bytes())
    except (importing.TicketFileError, OSError) as error:
        say(f"{path.name}: {error}")
        return 1
    with open_desk(settings) as uow, uow() as tx:
        done = importing.take(rows, tx)
    say(f"{done.new} tickets imported, {done.known} were there already")
    return 0
