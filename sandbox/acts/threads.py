"""Topics: the messages that share a thread_id."""

from sandbox.state.messages import Message
from sandbox.state.world import World


def messages_of_thread(world: World, thread_id: str) -> list[Message]:
    """Oldest first; empty if there is no such topic."""
    for chat in world.chats:
        inside = [one for one in world.messages.in_chat(chat.chat_id) if one.thread_id == thread_id]
        if inside and thread_id:
            return inside
    return []
