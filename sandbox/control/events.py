"""Server-sent events for open pages."""

import asyncio
import json

from aiohttp import web

from sandbox.control.asking import Ask
from sandbox.state.feed import Note

BEAT_S = 15.0


async def stream(ask: Ask) -> web.StreamResponse:
    person = ask.person()
    last = ask.request.headers.get("Last-Event-ID", "")
    response = web.StreamResponse(
        headers={
            "Content-Type": "text/event-stream; charset=utf-8",
            "Cache-Control": "no-cache",
            "X-Accel-Buffering": "no",
        }
    )
    listener = ask.world.feed.listen(person.open_id, int(last) if last.isdigit() else None)
    try:
        await response.prepare(ask.request)
        await response.write(b"retry: 1000\n: hello\n\n")
        while True:
            try:
                note = await asyncio.wait_for(listener.queue.get(), BEAT_S)
            except TimeoutError:
                await response.write(b": beat\n\n")
                continue
            if note is None:
                break
            await response.write(_line(note))
    except ConnectionError:
        pass  # the page went away
    finally:
        ask.world.feed.leave(listener)
    return response


def _line(note: Note) -> bytes:
    data = json.dumps(note.data, ensure_ascii=False)
    return f"id: {note.id}\nevent: {note.name}\ndata: {data}\n\n".encode()
