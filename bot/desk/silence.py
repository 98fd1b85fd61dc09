"""Who has the word in a chat: once a human has taken it, the desk says nothing of its own accord.

What is pressed or commanded is still answered, for it was asked of the desk. What the desk had
decided to say before is looked at again in the moment it would be sent.
"""

from __future__ import annotations

from bot.unit_of_work import Tx
from models import Conversation, Outbound


def take_word(chat_id: str, tx: Tx) -> bool:
    """A human speaks here from now on; False if one did already."""
    chat = _locked(chat_id, tx)
    if chat is None:
        chat = Conversation(chat_id=chat_id, open_id=None, group=False)
        tx.session.add(chat)
    if chat.human_since is not None:
        return False
    chat.human_since = tx.now
    tx.session.flush()
    return True


def give_back(chat_id: str, tx: Tx) -> bool:
    """The desk answers here again; False if it had the word anyway."""
    chat = _locked(chat_id, tx)
    if chat is None or chat.human_since is None:
        return False
    chat.human_since = None
    tx.session.flush()
    return True


def human_speaks(chat_id: str, tx: Tx) -> bool:
    chat = tx.session.get(Conversation, chat_id)
    return chat is not None and chat.human_since is not None


def is_hushed(mail: Outbound, tx: Tx) -> bool:
    """Whether this was to be said only as long as no human speaks, and now one does."""
    chat_id = mail.content.get("unless_human_in")
    return isinstance(chat_id, str) and human_speaks(chat_id, tx)


def _locked(chat_id: str, tx: Tx) -> Conversation | None:
    tx.alone("word", chat_id)
    return tx.session.get(Conversation, chat_id, with_for_update=True)
