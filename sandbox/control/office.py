"""What recognition reads, and what the helpdesk holds."""

from typing import Any

from sandbox.acts import helpdesk as acts
from sandbox.acts.voice import silence
from sandbox.control.asking import Ask, Json, Wrong
from sandbox.state.office import Helpdesk
from sandbox.state.readings import digest
from sandbox.state.resources import Resource

# A client records up to five minutes.
MOST_VOICE_MS = 300_000

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
    "user_customized_fields": list,
    "images": dict,
    "ticket_images": dict,
}


def ocr(ask: Ask) -> Json:
    """One picture by its key or by the SHA-256 of its bytes; without either: all others."""
    readings = ask.world.office.readings
    sha = _sha(ask)
    if ask.request.method == "POST":
        readings.lines[sha] = ask.texts("lines")
    return {"lines": readings.lines.get(sha, [])}


def _sha(ask: Ask) -> str:
    key = _key(ask, "image_key")
    return digest(_uploaded(ask, key).data) if key else ask.text("image_sha", "")


def _key(ask: Ask, name: str) -> str:
    return ask.text(name, "") or ask.request.query.get(name, "")


def _uploaded(ask: Ask, key: str) -> Resource:
    found = ask.world.resources.get(key)
    if found is None:
        raise Wrong(f"nothing was uploaded under {key}; see /__sandbox/upload")
    return found


def speech(ask: Ask) -> Json:
    """A recording by its key, PCM by the SHA-256 of its bytes; without either: all others."""
    readings = ask.world.office.readings
    key = _key(ask, "file_key")
    texts = readings.spoken if key else readings.texts
    name = _uploaded(ask, key).key if key else ask.text("speech_sha", "")
    if ask.request.method == "POST":
        texts[name] = ask.text("text", "")
    return {"text": texts.get(name, "")}


def voice(ask: Ask) -> Json:
    """A recording of silence, and what recognition hears in it."""
    person, duration = ask.person(), ask.body.get("duration_ms", 3_000)
    if not isinstance(duration, int) or not 1 <= duration <= MOST_VOICE_MS:
        raise Wrong(f"duration_ms is between 1 and {MOST_VOICE_MS}")
    found = ask.world.resources.add(
        owner=person.open_id,
        kind="opus",
        name="voice.opus",
        mime="audio/ogg",
        data=silence(duration),
        duration=duration,
    )
    if "text" in ask.body:
        ask.world.office.readings.spoken[found.key] = ask.text("text", "")
    return {"file_key": found.key, "duration": duration}


def helpdesk(ask: Ask) -> Json:
    """Loads fixtures; what was there before is gone."""
    if ask.request.method == "POST":
        rows = {name: _rows(name, ask.body.get(name)) for name in HELPDESK_ROWS}
        ask.world.office.helpdesk = Helpdesk(ask.text("helpdesk_id"), ask.text("token"), rows)
    desk = ask.world.office.helpdesk
    counts = {name: len(rows) for name, rows in desk.rows.items()}
    return {"helpdesk_id": desk.helpdesk_id, "rows": counts}


def ticket(ask: Ask) -> Json:
    """A new ticket, or new values for the one with this ticket_id."""
    return acts.put_ticket(ask.box, _desk(ask), ask.body)


def ticket_message(ask: Ask) -> Json:
    wanted = ask.request.match_info["ticket_id"]
    for one in _desk(ask).rows.get("tickets", ()):
        if one.get("ticket_id") == wanted:
            return acts.say(ask.box, _desk(ask), one, ask.body)
    raise Wrong(f"the helpdesk has no ticket {wanted!r}")


def _desk(ask: Ask) -> Helpdesk:
    desk = ask.world.office.helpdesk
    if not desk.helpdesk_id:
        raise Wrong("there is no helpdesk; see POST /__sandbox/helpdesk")
    return desk


def _rows(name: str, value: Any) -> Any:
    kind = HELPDESK_ROWS[name]
    if value is None:
        return kind()
    if not isinstance(value, kind):
        raise Wrong(f"{name} must be a JSON {kind.__name__}")
    return value
