"""What editors decide about a digest; whoever comes second is told how it stands."""

from __future__ import annotations

from bot.desk import digest_send, roles
from bot.desk.digest_views import preview
from bot.feishu.port import Address
from bot.unit_of_work import Tx
from cards.digest import INTRO_CHARACTERS
from cards.words import digest as say
from models import Digest, DigestState, DigestTopic, Role

OPEN = (DigestState.DRAFTED, DigestState.APPROVED, DigestState.HELD)


class Refused(Exception):
    """Why not, in the editor's words."""


def may_edit(open_id: str, tx: Tx) -> bool:
    return roles.may(open_id, Role.OPERATOR, tx)


def may_look(open_id: str, tx: Tx) -> bool:
    return roles.may(open_id, Role.MANAGER, tx) or roles.may(open_id, Role.OPERATOR, tx)


def ask(digest: Digest, tx: Tx) -> int:
    """The preview, to every editor; how many there are."""
    card = preview(digest, tx)
    editors = roles.holders(Role.OPERATOR, tx)
    for editor in editors:
        tx.send(Address("open_id", editor), card, fallback=say.FALLBACK)
    return len(editors)


def drop(digest: Digest, position: int, tx: Tx) -> None:
    """The topic behind moves up. Raises Refused."""
    _require_open(digest)
    topic = tx.session.get(DigestTopic, (digest.id, position))
    if topic is not None:
        topic.dropped = True
    tx.session.flush()


def write(digest: Digest, intro: str, tx: Tx) -> None:
    """Raises Refused."""
    _require_open(digest)
    digest.intro = intro.strip()[:INTRO_CHARACTERS]
    tx.session.flush()


def approve(digest: Digest, by: str, tx: Tx) -> None:
    """It goes out at its hour; if that is over, an editor has to say so. Raises Refused."""
    _require_open(digest)
    if digest.state is DigestState.DRAFTED:
        digest.state = DigestState.APPROVED
        _note(digest, by, tx)


def send_now(digest: Digest, by: str, tx: Tx) -> None:
    """Raises Refused."""
    _require_open(digest)
    _note(digest, by, tx)
    digest_send.begin(digest, tx)


def skip(digest: Digest, by: str, tx: Tx) -> None:
    """Raises Refused."""
    _require_open(digest)
    digest.state = DigestState.SKIPPED
    _note(digest, by, tx)


def take_back(digest: Digest, by: str, tx: Tx) -> None:
    """Raises Refused."""
    if digest.state is not DigestState.SENT or not digest_send.recall(digest, tx):
        raise Refused(say.NOTHING_TO_RECALL)
    _note(digest, by, tx)


def _require_open(digest: Digest) -> None:
    if digest.state.over:
        raise Refused(say.TOO_LATE)
    if digest.state not in OPEN:
        raise Refused(say.NOT_DRAFTED)


def _note(digest: Digest, by: str, tx: Tx) -> None:
    digest.decided_by, digest.decided_at = by, tx.now
    tx.session.flush()
