"""What became of feedback, told to those who gave it and to those who answer for it."""

from cards.actions import InviteToSession, RateFeedback, SignUp
from cards.feedback import COLOURS, MOST_LINES, FeedbackView, summary_of
from cards.kit import Card, Part, button, button_row, card, cut, hr, note, plain
from cards.words import feedback as say

RATED = ("done", "declined")
SAID_CHARACTERS = 300


def news_card(changed: tuple[FeedbackView, ...]) -> Card:
    """All that changed for one person since they were last told."""
    parts: list[Part] = []
    for one in changed[:MOST_LINES]:
        parts += [*summary_of(one), *_rate(one), hr()]
    if len(changed) > MOST_LINES:
        parts.append(note(say.more_lines(len(changed) - MOST_LINES)))
    first = changed[0]
    return card(
        *parts,
        note(say.NEWS_ANSWER),
        title=say.NEWS_TITLE,
        subtitle=first.number if len(changed) == 1 else say.count(len(changed)),
        colour=COLOURS.get(first.status, "blue"),
        icon="info_filled",
        summary=f"{first.number} {say.status(first.status)}",
    )


def _rate(one: FeedbackView) -> list[Part]:
    if one.status not in RATED:
        return []
    return [
        note(say.NEWS_RATE),
        button_row(
            button(say.SATISFIED_BUTTON, RateFeedback(one.id, "yes")),
            button(say.UNSATISFIED_BUTTON, RateFeedback(one.id, "no")),
        ),
    ]


def overdue_card(view: FeedbackView) -> Card:
    lead: list[Part] = []
    if view.plan_date:
        lead = [plain(say.overdue(view.plan_date), icon="warning_filled", colour="red")]
    return _duty(view, say.OVERDUE_TITLE, lead, say.OVERDUE_NEXT)


def said_card(view: FeedbackView, text: str, *, unhappy: bool) -> Card:
    """For the owner: somebody is not content, or has more to say."""
    title = say.UNHAPPY_TITLE if unhappy else say.MORE_SAID_TITLE
    said = [plain(cut(text, SAID_CHARACTERS))] if text else []
    return _duty(view, title, said, say.ASKED_TO_LOOK)


def session_card(view: FeedbackView, session: int, stations: int) -> Card:
    """For those in charge: so many want the same that it is worth a session of its own."""
    wanted = [plain(say.session_wanted(stations), icon="info_filled")]
    invite = button(say.INVITE_BUTTON, InviteToSession(session), style="primary")
    return _duty(view, say.SESSION_TITLE, wanted, say.SESSION_NEXT, invite)


def signup_card(view: FeedbackView, session: int) -> Card:
    return _duty(
        view,
        say.SIGNUP_TITLE,
        [plain(say.SIGNUP_LEAD)],
        "",
        button(say.SIGN_UP_BUTTON, SignUp(session), style="primary"),
    )


def _duty(view: FeedbackView, title: str, lead: list[Part], end: str, *buttons: Part) -> Card:
    return card(
        *lead,
        *summary_of(view),
        *([hr(), plain(end)] if end else []),
        *buttons,
        title=title,
        subtitle=view.number,
        colour="orange",
        icon="workorder_outlined",
        summary=f"{title} · {view.number}",
    )


def problem_card(lines: tuple[str, ...], *, over: bool = False) -> Card:
    """For those in charge: what is wrong with the table, and what to do."""
    title = say.PROBLEM_OVER if over else say.PROBLEM_TITLE
    return card(
        *(plain(line) for line in lines[:MOST_LINES]),
        hr(),
        note(say.PROBLEM_SAFE),
        title=title,
        colour="green" if over else "red",
        icon="succeed_filled" if over else "warning_filled",
    )
