"""An answer that comes late says so."""

from datetime import datetime

from cards import words
from cards.kit import Card, note


def with_apology(card: Card, sent_at: datetime) -> Card:
    """The same card with a line on top that tells when the message was sent."""
    body = card["body"]
    elements = [note(words.late(sent_at)), *body["elements"]]
    return {**card, "body": {**body, "elements": elements}}
