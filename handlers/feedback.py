"""提建议, typed, pressed or chosen from the menu, and what people press about feedback."""

from __future__ import annotations

from bot.desk import conversations
from bot.desk.feedback import answers, drafts, news, record, sessions, shown, similar
from bot.feishu.events import Click, MenuPress, Message
from bot.internal import Internal
from bot.router import Answer, Refusal, Router
from bot.unit_of_work import Tx
from cards import words
from cards.actions import (
    AddPictures,
    InviteToSession,
    JoinFeedback,
    OpenFeedback,
    RateFeedback,
    SendFeedback,
    ShowMyFeedback,
    SignUp,
    SubmitFeedback,
)
from cards.feedback import MOST_LINES, form_card, mine_card, receipt_card, similar_card
from cards.kit import Card
from cards.words import feedback as say
from handlers import talk
from models import Feedback, FeedbackDraft, FeedbackKind, Urgency


def register(router: Router) -> None:
    router.on_command(words.FEEDBACK)(typed)
    router.on_command(words.MY_FEEDBACK)(mine_typed)
    router.on_menu("menu_feedback")(from_menu)
    router.on_first(plainly)
    router.on_first(pictures)
    router.on_click(OpenFeedback)(pressed)
    router.on_click(SubmitFeedback)(submitted)
    router.on_click(SendFeedback)(sent)
    router.on_click(JoinFeedback)(joined)
    router.on_click(AddPictures)(pictures_wanted)
    router.on_click(ShowMyFeedback)(mine_pressed)
    router.on_click(RateFeedback)(rated)
    router.on_click(InviteToSession)(invited)
    router.on_click(SignUp)(signed_up)
    router.on_internal(news.NEWS)(news_due)
    router.on_internal(news.OVERDUE)(promise_passed)
    router.on_internal(sessions.INVITE)(invitations_due)


def typed(message: Message, tx: Tx) -> None:
    conversations.heard(message, tx)
    talk.reply(message, _form(message.sender, message.chat_id, None, tx), tx)


def pressed(click: Click, ask: OpenFeedback, tx: Tx) -> Answer:
    talk.send_beside(click, _form(click.who, click.chat_id, ask.question or None, tx), tx)
    return Answer(words.SENT_BELOW, kind="info")


def from_menu(press: MenuPress, tx: Tx) -> None:
    chat_id = conversations.chat_with(press.open_id, tx)
    talk.send_to(press, _form(press.open_id, chat_id, None, tx), tx)


def submitted(click: Click, ask: SubmitFeedback, tx: Tx) -> Answer:
    """Kept as a draft whatever comes of it; then similar ones are shown, or it is taken down."""
    draft = _draft(ask.draft, click, tx)
    if draft.feedback_id is not None:
        return _receipt(record.find(draft.feedback_id, tx), draft, tx, say.SENT_ALREADY)
    filled = drafts.fill(draft, click.form, tx)
    if not filled.enough:
        return Answer(
            say.TOO_SHORT,
            kind="warning",
            card=form_card(shown.form(draft, tx, fault=say.TOO_SHORT)),
        )
    alike = tuple(shown.view(one, tx) for one in similar.find(filled.description, tx))
    if alike:
        return Answer(card=similar_card(draft.id, filled.description, alike))
    return _receipt(record.submit(draft, filled, tx)[0], draft, tx)


def sent(click: Click, ask: SendFeedback, tx: Tx) -> Answer:
    draft = _draft(ask.draft, click, tx)
    filled = drafts.read(draft, tx)
    if not filled.enough:
        raise Refusal(say.TOO_SHORT)
    feedback, new = record.submit(draft, filled, tx)
    return _receipt(feedback, draft, tx, None if new else say.SENT_ALREADY)


def joined(click: Click, ask: JoinFeedback, tx: Tx) -> Answer:
    draft = _draft(ask.draft, click, tx) if ask.draft else None
    comment = draft.description if draft else ""
    done = record.join(ask.feedback, click.who, comment, tx)
    if done is None:
        raise Refusal(say.GONE)
    feedback, how = done
    toast = {"joined": say.VOTED, "already": say.VOTED_ALREADY, "own": say.OWN_ALREADY}[how]
    if draft is None:
        return Answer(toast, kind="success" if how == "joined" else "info")
    if draft.feedback_id is None:
        draft.feedback_id = feedback.id
    return Answer(toast, card=receipt_card(shown.view(feedback, tx), draft.id, voted=True))


def pictures_wanted(click: Click, ask: AddPictures, tx: Tx) -> Answer:
    draft = _draft(ask.draft, click, tx)
    draft.pictures_until = tx.now + drafts.PICTURES_WITHIN
    return Answer(say.SEND_PICTURES, kind="info")


def mine_typed(message: Message, tx: Tx) -> None:
    conversations.heard(message, tx)
    talk.reply(message, _mine(message.sender, tx), tx)


def mine_pressed(click: Click, ask: ShowMyFeedback, tx: Tx) -> Answer:
    talk.send_beside(click, _mine(click.who, tx), tx)
    return Answer(words.SENT_BELOW, kind="info")


def plainly(message: Message, tx: Tx) -> bool:
    """「建议：……」, 「我也要 F12」, 「补充 F12：……」: all in plain text, both ways."""
    said = _typed_feedback(message, tx) or _typed_join(message, tx) or _typed_answer(message, tx)
    if said is None:
        return False
    conversations.heard(message, tx)
    tx.say("message_id", message.message_id, said, lane=message.chat_id)
    return True


def _typed_feedback(message: Message, tx: Tx) -> str | None:
    found = say.TYPED.match(message.text)
    if found is None:
        return None
    kind = FeedbackKind(say.TYPED_KINDS.get(found[1].lower(), "advice"))
    filled = drafts.Filled(kind, say.OTHER_MODULE, found[2].strip(), Urgency.NORMAL)
    if not filled.enough:
        return say.TOO_SHORT
    alike = similar.find(filled.description, tx)
    feedback = record.create(filled, message.sender, message.chat_id, "text", tx)
    attached = [(r.key, r.name or r.key) for r in message.resources if r.kind == "image"]
    if attached:
        record.add_pictures(feedback.id, message.message_id, attached, tx)
    return say.receipt_text(feedback.number, [one.number for one in alike])


def _typed_join(message: Message, tx: Tx) -> str | None:
    found = say.ME_TOO_TYPED.match(message.text)
    if found is None:
        return None
    done = record.join(int(found[1]), message.sender, found[2].strip(), tx, via="text")
    if done is None:
        return say.GONE
    feedback, how = done
    if how == "joined":
        return say.voted_text(feedback.number, feedback.votes + 1)
    return say.VOTED_ALREADY if how == "already" else say.OWN_ALREADY


def _typed_answer(message: Message, tx: Tx) -> str | None:
    found = say.MORE_TYPED.match(message.text)
    if found is None:
        return None
    feedback = record.find(int(found[1]), tx)
    text = found[2].strip()
    if feedback is None or not text or not answers.add(feedback, message.sender, text, tx):
        return say.GONE
    return say.ANSWERED


def pictures(message: Message, tx: Tx) -> bool:
    """A picture sent soon after 补图片 belongs to that feedback."""
    attached = [(r.key, r.name or r.key) for r in message.resources if r.kind == "image"]
    feedback_id = drafts.waits_for_pictures(message.sender, message.chat_id, tx)
    if not attached or message.text or feedback_id is None:
        return False
    conversations.heard(message, tx)
    record.add_pictures(feedback_id, message.message_id, attached, tx)
    tx.say("message_id", message.message_id, say.PICTURE_KEPT, lane=message.chat_id)
    return True


def rated(click: Click, ask: RateFeedback, tx: Tx) -> Answer:
    feedback = record.find(ask.feedback, tx)
    if feedback is None:
        raise Refusal(say.GONE)
    content = ask.satisfied == "yes"
    done = answers.rate(feedback, click.who, content, tx)
    if done is None:
        raise Refusal(say.NOT_CONCERNED)
    if not done:
        return Answer(words.ALREADY_PRESSED, kind="info")
    return Answer(say.RATED if content else say.RATED_UNSATISFIED)


def invited(click: Click, ask: InviteToSession, tx: Tx) -> Answer:
    if not sessions.may_invite(ask.meeting, click.who, tx):
        raise Refusal(say.NOT_ALLOWED)
    done = sessions.invite(ask.meeting, click.who, tx)
    return Answer(say.SESSION_INVITED if done else words.ALREADY_PRESSED)


def signed_up(click: Click, ask: SignUp, tx: Tx) -> Answer:
    done = sessions.sign_up(ask.meeting, click.who, tx)
    if done is None:
        raise Refusal(say.GONE)
    return Answer(say.SIGNED_UP if done else say.SIGNED_UP_ALREADY)


def news_due(event: Internal, tx: Tx) -> None:
    news.tell_due(tx)


def promise_passed(event: Internal, tx: Tx) -> None:
    news.alarm(event.payload["feedback"], event.payload["date"], tx)


def invitations_due(event: Internal, tx: Tx) -> None:
    sessions.send_invitations(event.payload["session"], event.payload["after"], tx)


def _form(who: str, chat_id: str, question: int | None, tx: Tx) -> Card:
    draft, _ = drafts.begin(who, chat_id, question, tx)
    return form_card(shown.form(draft, tx))


def _draft(draft_id: int, click: Click, tx: Tx) -> FeedbackDraft:
    """Who presses somebody else's form gets a form of their own, not the other's words."""
    draft = drafts.mine(draft_id, click.who, tx)
    if draft is None:
        raise Refusal(say.NOT_YOURS)
    return draft


def _receipt(
    feedback: Feedback | None, draft: FeedbackDraft, tx: Tx, toast: str | None = None
) -> Answer:
    if feedback is None:
        raise Refusal(say.GONE)
    voted = feedback.submitter != draft.open_id
    card = receipt_card(shown.view(feedback, tx), draft.id, voted=voted)
    return Answer(toast, kind="info", card=card)


def _mine(who: str, tx: Tx) -> Card:
    rows, total = record.of_person(who, tx, limit=MOST_LINES)
    return mine_card(tuple(shown.view(one, tx) for one in rows), total)
