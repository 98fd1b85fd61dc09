"""Why something was not done: a code and the facts, to be put into words by whoever shows it."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    NO_SUCH_TICKET = "no_such_ticket"
    WRONG_STATE = "wrong_state"
    OTHERS_FASTER = "others_faster"
    NOT_YOURS = "not_yours"
    NOT_IN_GROUP = "not_in_group"
    NOT_AN_AGENT = "not_an_agent"
    NO_SUCH_AGENT = "no_such_agent"
    NO_SUCH_GROUP = "no_such_group"
    REASON_MISSING = "reason_missing"
    FIELD_MISSING = "field_missing"
    NOBODY_TO_CALL = "nobody_to_call"
    SAME_TICKET = "same_ticket"
    CHILDREN_OPEN = "children_open"
    TOO_LATE = "too_late"
    TOO_SOON = "too_soon"
    NOT_A_PRIORITY = "not_a_priority"
    NO_SUCH_SHIFT = "no_such_shift"


class Refused(Exception):
    """`facts` are what the sentence needs: who was faster, which state, which field."""

    def __init__(self, why: Why, **facts: object) -> None:
        super().__init__(f"{why.value} {facts}" if facts else why.value)
        self.why = why
        self.facts = facts
