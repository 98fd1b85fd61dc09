"""The root of the sandbox's memory."""

from dataclasses import dataclass

from sandbox.settings import Settings
from sandbox.state import ids
from sandbox.state.batches import Batches
from sandbox.state.chats import Chat, Chats
from sandbox.state.clock import Clock
from sandbox.state.departments import Departments
from sandbox.state.feed import Feed
from sandbox.state.grants import Grants
from sandbox.state.journal import Journal
from sandbox.state.logins import Logins
from sandbox.state.messages import Messages
from sandbox.state.office import Office
from sandbox.state.once import OnceTable, Seen
from sandbox.state.pending import Pending
from sandbox.state.people import load_people
from sandbox.state.resources import Resources
from sandbox.state.tokens import ClickTokens, TenantTokens

MESSAGE_UUID_S = 3600
CHAT_UUID_S = 36_000


@dataclass(frozen=True, slots=True)
class Bot:
    app_id: str
    open_id: str
    union_id: str
    name: str


class World:
    def __init__(self, settings: Settings) -> None:
        self.bot = Bot(
            app_id=settings.app_id,
            open_id=ids.stable("ou_", f"bot {settings.app_id}"),
            union_id=ids.stable("on_", f"bot {settings.app_id}"),
            name=settings.bot_name,
        )
        self.tenant_key = ids.stable("", "tenant")[:16]
        self.clock = Clock()
        self.people = load_people(settings.org)
        self.departments = Departments(self.people)
        self.resources = Resources()
        self.tokens = TenantTokens()
        self.feed = Feed()
        self.grants = Grants(settings.scopes, all_group_messages=settings.all_group_messages)
        self.logins = Logins(redirect_urls=list(settings.redirect_urls))
        self.forget()

    def forget(self) -> None:
        """Back to an empty tenant; people, tokens, uploads and open pages stay."""
        self.chats = Chats()
        self.messages = Messages()
        self.click_tokens = ClickTokens()
        self.journal = Journal()
        self.pending = Pending()
        self.message_uuids = OnceTable(MESSAGE_UUID_S)
        self.chat_uuids = OnceTable(CHAT_UUID_S)
        self.seen_replies = Seen()
        self.batches = Batches()
        self.office = Office()

    def p2p(self, open_id: str) -> Chat:
        return self.chats.p2p(open_id, self.clock.ms())

    def name_of(self, sender_id: str) -> str:
        if sender_id in (self.bot.app_id, self.bot.open_id):
            return self.bot.name
        person = self.people.get(sender_id)
        return person.name if person else ""
