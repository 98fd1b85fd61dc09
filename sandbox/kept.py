"""What of the tenant's memory outlives a start with `--state`."""

from sandbox.keeping import Keeper
from sandbox.state.world import World


def keep_world(keeper: Keeper, world: World) -> None:
    """Open pages, sliding windows of limits and unfinished uploads are not kept."""
    keeper.keep("clock", lambda: world.clock)
    keeper.keep("people", lambda: world.people)
    keeper.keep("grants", lambda: world.grants)
    keeper.keep("logins", lambda: world.logins)
    keeper.keep("tokens", lambda: world.tokens)
    keeper.keep("counters", lambda: world.journal)
    keeper.keep("readings", lambda: world.office.readings)
    keeper.keep("helpdesk", lambda: world.office.helpdesk)
    keeper.keep_rows("calls", lambda: world.journal.calls)
    keeper.keep_rows("pushes", lambda: world.journal.pushes)
    keeper.keep_rows("pending", lambda: world.pending)
    keeper.keep_rows("chats", lambda: world.chats)
    keeper.keep_rows("messages", lambda: world.messages)
    keeper.keep_rows("click_tokens", lambda: world.click_tokens)
    keeper.keep_rows("resources", lambda: world.resources)
    keeper.keep_rows("message_uuids", lambda: world.message_uuids)
    keeper.keep_rows("chat_uuids", lambda: world.chat_uuids)
    keeper.keep_rows("replies", lambda: world.seen_replies)
    keeper.keep_rows("batches", lambda: world.batches)
    keeper.keep_rows("bases", lambda: world.office.bases)
    keeper.keep_rows("medias", lambda: world.office.medias)
