"""专场答疑: a session about what many stations want. Proposed to those in charge, then offered.

The group itself and its summary are not made here yet: `FeedbackSession.chat_id` and `summary`
wait for them.
"""

from __future__ import annotations

from sqlalchemy import select

from bot import internal
from bot.desk import roles
from bot.desk.feedback import news, people
from bot.desk.feedback.shown import view
from bot.internal import Internal
from bot.unit_of_work import Tx
from cards.feedback_news import session_card, signup_card
from cards.words import feedback as say
from models import Feedback, FeedbackSession, FeedbackSignup, Role

STATIONS_ENOUGH = 20
INVITE = "feedback.invite"


def propose(feedback: Feedback, tx: Tx) -> None:
    """Once for a feedback, when enough stations want it."""
    stations = people.stations_wanting(feedback, tx)
    known = select(FeedbackSession.id).where(FeedbackSession.feedback_id == feedback.id)
    if stations < STATIONS_ENOUGH or tx.session.scalar(known) is not None:
        return
    session = FeedbackSession(feedback_id=feedback.id, proposed_at=tx.now)
    tx.session.add(session)
    tx.session.flush()
    card = session_card(view(feedback, tx), session.id, stations)
    for who in people.in_charge(feedback, tx):
        news.mail(who, card, say.SESSION_TITLE, tx)


def invite(session_id: int, who: str, tx: Tx) -> bool:
    """Offer it to everybody concerned; False if that was done."""
    session = tx.session.get_one(FeedbackSession, session_id, with_for_update=True)
    if session.invited_at is not None:
        return False
    session.invited_by, session.invited_at = who, tx.now
    # Hundreds of people may be concerned, and somebody waits for the click.
    _invite_from(session, 0, tx)
    return True


def may_invite(session_id: int, who: str, tx: Tx) -> bool:
    session = tx.session.get(FeedbackSession, session_id)
    if session is None:
        return False
    feedback = tx.session.get_one(Feedback, session.feedback_id)
    return feedback.owner == who or roles.may(who, Role.OPERATOR, tx)


def send_invitations(session_id: int, after: int, tx: Tx) -> int:
    """To some of those concerned, from number `after` on; who comes later is in the next lot."""
    session = tx.session.get_one(FeedbackSession, session_id)
    feedback = tx.session.get_one(Feedback, session.feedback_id)
    card = signup_card(view(feedback, tx), session.id)
    whom = people.concerned(feedback, tx)[after : after + news.AT_ONCE]
    for who in whom:
        news.mail(who, card, say.SIGNUP_TITLE, tx)
    if len(whom) == news.AT_ONCE:
        _invite_from(session, after + news.AT_ONCE, tx)
    return len(whom)


def _invite_from(session: FeedbackSession, after: int, tx: Tx) -> None:
    event = Internal(
        INVITE, f"feedback:{session.feedback_id}", {"session": session.id, "after": after}
    )
    internal.post(event, f"{INVITE}:{session.id}:{after}", tx)


def sign_up(session_id: int, who: str, tx: Tx) -> bool | None:
    """False if they were signed up, None where there is no such session."""
    if tx.session.get(FeedbackSession, session_id) is None:
        return None
    tx.alone("signup", session_id, who)
    if tx.session.get(FeedbackSignup, (session_id, who)) is not None:
        return False
    tx.session.add(FeedbackSignup(session_id=session_id, open_id=who, at=tx.now))
    tx.session.flush()
    return True
