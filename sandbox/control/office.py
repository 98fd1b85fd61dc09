"""What recognition reads, and what the helpdesk holds."""

from typing import Any

from sandbox.control.asking import Ask, Json, Wrong
from sandbox.state.office import Helpdesk

HELPDESK_ROWS: dict[str, type] = {
    "tickets": list,
    "messages": dict,
    "faqs": list,
    "categories": list,
    "agent_schedules": list,
    "agent_emails": dict,
    "agent_skills": list,
    "rules": list,
    "ticket_customized_fields": list,
}


def ocr(ask: Ask) -> Json:
    """`image_sha` is the SHA-256 of the picture's bytes; without it: all other pictures."""
    ask.world.office.readings.lines[ask.text("image_sha", "")] = ask.texts("lines")
    return {}


def speech(ask: Ask) -> Json:
    """`speech_sha` is the SHA-256 of the PCM bytes; without it: all other recordings."""
    ask.world.office.readings.texts[ask.text("speech_sha", "")] = ask.text("text", "")
    return {}


def helpdesk(ask: Ask) -> Json:
    """Loads fixtures; what was there before is gone."""
    if ask.request.method == "POST":
        rows = {name: _rows(name, ask.body.get(name)) for name in HELPDESK_ROWS}
        ask.world.office.helpdesk = Helpdesk(ask.text("helpdesk_id"), ask.text("token"), rows)
    desk = ask.world.office.helpdesk
    counts = {name: len(rows) for name, rows in desk.rows.items()}
    return {"helpdesk_id": desk.helpdesk_id, "rows": counts}


def _rows(name: str, value: Any) -> Any:
    kind = HELPDESK_ROWS[name]
    if value is None:
        return kind()
    if not isinstance(value, kind):
        raise Wrong(f"{name} must be a JSON {kind.__name__}")
    return value
