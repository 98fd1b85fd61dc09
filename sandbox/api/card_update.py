"""Delayed update of a card with the token of a click."""

import json

from sandbox.acts import messages as acts
from sandbox.api.answers import Json, Refused, flat
from sandbox.api.call import Call, Route
from sandbox.api.content import card_verdict
from sandbox.cards.checker import is_v2
from sandbox.state.messages import Message
from sandbox.state.tokens import ClickToken

MOST_BYTES = 100 * 1024
FORTNIGHT_MS = 14 * 24 * 3600 * 1000


def update(call: Call) -> Json:
    token = _token(call)
    message = call.world.messages.get(token.message_id)
    card = call.body.get("card")
    if not isinstance(card, dict):
        raise Refused(100030)
    if message is None or message.card is None:
        raise Refused(200310)
    if message.recalled:
        raise Refused(200000)
    if call.world.clock.ms() - message.created_ms > FORTNIGHT_MS:
        raise Refused(200750)  # a card in JSON 1.0 can be clicked for longer than it can change
    warnings = _check_card(call, message, card)
    token.uses_left -= 1
    acts.show_card(call.box, message, card, warnings)
    return flat()


def _token(call: Call) -> ClickToken:
    token = call.world.click_tokens.get(call.text("token"))
    if token is None:
        raise Refused(300020)
    if not token.answered:
        # The real service refuses or reverts such an update; which code is not documented.
        raise Refused(300020, msg="the callback has not been answered")
    if token.ends <= call.world.clock.now():
        raise Refused(300030)
    if token.uses_left <= 0:
        raise Refused(300040)
    return token


def _check_card(call: Call, message: Message, card: Json) -> list[str]:
    raw = json.dumps(card, ensure_ascii=False, separators=(",", ":"))
    if len(raw.encode()) > MOST_BYTES:
        raise Refused(100000)
    if is_v2(card) and "open_ids" in card:
        raise Refused(200320)
    if message.card is not None and is_v2(message.card) and not is_v2(card):
        raise Refused(11311, msg="schema 2.0 card can not change into schema 1.0")
    bare = {name: value for name, value in card.items() if name != "open_ids"}
    issue, warnings = card_verdict(call.box, bare, raw)
    if issue is not None:
        call.world.journal.count("invalid_cards")
        raise Refused(11311, msg=f"{issue.code or 200621}: {issue.message} ({issue.path})")
    return warnings


ROUTES = [Route("POST", "/interactive/v1/card/update", update, sends=True, scope="im:message")]
