"""What a client_token makes harmless: the same call again gets the first answer."""

from collections.abc import Callable

from sandbox.api.answers import Json, Refused
from sandbox.api.bitable.asking import fingerprint
from sandbox.api.call import Call
from sandbox.state.bitable.model import Table

# How long a token is remembered is not documented; here as long as the table.
MOST_KEPT = 100_000


def once(call: Call, table: Table, token: str, work: Callable[[], Json]) -> Json:
    if not token:
        return work()
    # The same token may serve another call.
    key = f"{token} {call.request.method} {call.request.path}"
    asked = fingerprint(call.body)
    if key in table.replies:
        first, answer = table.replies[key]
        if first != asked:
            raise Refused(1255006)
        call.world.journal.count("uuid_repeats")
        if call.box.faults.bitable_repeat == "error":
            raise Refused(1254608)
        return answer
    answer = work()
    table.replies[key] = (asked, answer)
    if len(table.replies) > MOST_KEPT:
        del table.replies[next(iter(table.replies))]
    return answer
