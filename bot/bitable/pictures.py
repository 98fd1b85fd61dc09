"""Pictures people sent with their feedback: fetched soon, before they are recalled."""

from __future__ import annotations

from sqlalchemy import select

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
