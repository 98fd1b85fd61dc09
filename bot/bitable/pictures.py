"""Pictures people sent with their feedback: fetched soon, before they are recalled."""

from __future__ import annotations

from sqlalchemy import select

from bot.bitable import marks
from bot.bitable.run import Run
from bot.desk.feedback import record
from bot.feishu.bitable_port import Barred, Gone
from bot.feishu.errors import NeverAgain
from bot.feishu.port import Feishu, MessageId
from bot.logs import log
from bot.unit_of_work import UnitOfWork
from models import FeedbackPicture


def fetch(uow: UnitOfWork, feishu: Feishu) -> int:
    """Bring in what is still in chats only; how many there were. Raises TryLater."""
    with uow.reading() as tx:
        waiting = tx.session.execute(
            select(FeedbackPicture.id, FeedbackPicture.message_id, FeedbackPicture.file_key)
            .where(FeedbackPicture.content.is_(None), FeedbackPicture.lost == "")
            .order_by(FeedbackPicture.id)
        ).all()
    for picture_id, message_id, key in waiting:
        content, lost = None, ""
        try:
            content = feishu.download(MessageId(message_id), key, kind="image").content
        except NeverAgain as error:
            # Recalled, or from before the bot was in the chat: it will not come back.
            lost = str(error.code)
            log().warning("picture_lost", picture=picture_id, code=error.code)
        with uow() as tx:
            row = tx.session.get_one(FeedbackPicture, picture_id)
            row.content, row.lost = content, lost
    return len(waiting)


def upload(run: Run) -> int:
    """Into the base, one after another; a picture's name is good in this base only."""
    app_token = run.link.app_token
    if run.link.key != record.TABLE:
        return 0
    with run.uow.reading() as tx:
        rows = tx.session.execute(
            select(FeedbackPicture.id, FeedbackPicture.tokens)
            .where(FeedbackPicture.content.is_not(None), FeedbackPicture.lost == "")
            .order_by(FeedbackPicture.id)
        ).all()
    waiting = [picture_id for picture_id, tokens in rows if app_token not in tokens]
    for picture_id in waiting:
        _upload(run, picture_id)
    return len(waiting)


def _upload(run: Run, picture_id: int) -> None:
    with run.uow.reading() as tx:
        row = tx.session.get_one(FeedbackPicture, picture_id)
        name, content = f"{picture_id}.{_kind(row.content or b'')}", row.content or b""
    token, lost = "", ""
    run.keep()
    try:
        token = run.bitable.upload(run.link.app_token, name, content)
    except (Barred, Gone):
        raise
    except NeverAgain as error:
        lost = str(error.code)
        log().warning("picture_lost", picture=picture_id, code=error.code)
    # 5 uploads a second, and never two at once.
    run.rest(0.25)
    with run.uow() as tx:
        row = tx.session.get_one(FeedbackPicture, picture_id)
        row.lost = lost
        if token:
            row.tokens = row.tokens | {run.link.app_token: token}
            marks.touch(run.link.key, row.feedback_id, tx)


def _kind(content: bytes) -> str:
    return "png" if content.startswith(b"\x89PNG") else "jpg"
