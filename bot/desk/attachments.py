"""Pictures of an answer: uploaded to Feishu once, and shown by their key from then on."""

from __future__ import annotations

import hashlib

from sqlalchemy import select, update

from bot.feishu.errors import NeverAgain, TryLater
from bot.feishu.port import Feishu
from bot.logs import log
from bot.unit_of_work import Tx, UnitOfWork
from cards.pictures import Picture
from models import FaqAttachment, FaqEntry

MOST = 4
# https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/image/create
LARGEST = 10 * 1024 * 1024
# What Feishu shows in a card, by how a file of it begins.
KINDS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM")
# In place of a key: Feishu refused the picture, and nobody asks it again.
REFUSED = ""
AT_ONCE = 10


class Faulty(Exception):
    """This file cannot be shown under an answer; its text says why."""


def add(entry: FaqEntry, name: str, content: bytes, tx: Tx) -> FaqAttachment:
    """Raises Faulty. The same picture again is the one that is there."""
    if not content.startswith(KINDS) and content[8:12] != b"WEBP":
        raise Faulty("只能用 PNG、JPG、GIF、BMP 或 WEBP 图片")
    if len(content) > LARGEST:
        raise Faulty(f"图片太大（{len(content) // 1024 // 1024} MB），最多 10 MB")
    digest = hashlib.sha256(content).hexdigest()
    known = of(entry, tx)
    same = next((one for one in known if one.digest == digest), None)
    if same is not None:
        return same
    if len(known) >= MOST:
        raise Faulty(f"一条答案最多 {MOST} 张图片")
    row = FaqAttachment(
        entry_id=entry.id,
        position=max((one.position for one in known), default=-1) + 1,
        name=name[:120],
        digest=digest,
        content=content,
    )
    tx.session.add(row)
    tx.session.flush()
    return row


def remove(entry: FaqEntry, name: str, tx: Tx) -> bool:
    """False if it has no picture of that name."""
    found = [one for one in of(entry, tx) if one.name == name]
    for row in found:
        tx.session.delete(row)
    return bool(found)


def of(entry: FaqEntry, tx: Tx) -> list[FaqAttachment]:
    statement = select(FaqAttachment).where(FaqAttachment.entry_id == entry.id)
    return list(tx.session.scalars(statement.order_by(FaqAttachment.position)))


def pictures(entry: FaqEntry, tx: Tx) -> tuple[Picture, ...]:
    """Those that Feishu has; until then an answer goes without."""
    rows = tx.session.execute(
        select(FaqAttachment.image_key, FaqAttachment.name)
        .where(FaqAttachment.entry_id == entry.id, FaqAttachment.image_key > REFUSED)
        .order_by(FaqAttachment.position)
    )
    return tuple((key, name) for key, name in rows if key)


def upload_waiting(uow: UnitOfWork, feishu: Feishu) -> int:
    """Upload what Feishu does not have yet, no transaction open meanwhile; how many went.

    Should we die between the call and the note, it is uploaded twice, which harms nobody.
    """
    with uow.reading() as tx:
        waiting = tx.session.scalars(
            select(FaqAttachment.id)
            .where(FaqAttachment.image_key.is_(None))
            .order_by(FaqAttachment.id)
            .limit(AT_ONCE)
        ).all()
    return sum(_upload(number, uow, feishu) for number in waiting)


def _upload(number: int, uow: UnitOfWork, feishu: Feishu) -> bool:
    with uow.reading() as tx:
        row = tx.session.get(FaqAttachment, number)
        if row is None or row.image_key is not None:
            return False
        name, content = row.name, row.content
    try:
        key = feishu.upload_image(content, file_name=name)
    except TryLater as error:
        log().warning("picture_later", attachment=number, code=error.code)
        return False
    except NeverAgain as error:
        log().error("picture_refused", attachment=number, code=error.code, log_id=error.log_id)
        key = REFUSED
    with uow() as tx:
        tx.session.execute(
            update(FaqAttachment)
            .where(FaqAttachment.id == number, FaqAttachment.image_key.is_(None))
            .values(image_key=key, uploaded_at=tx.now)
        )
    return key != REFUSED
