"""People who ask, and what must be true in the end."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from tests.faults.harness import Site, wait_until

QUESTION = "日结失败怎么办 #{}"
PAUSE = 0.05


@dataclass(frozen=True)
class Chat:
    person: str
    chat_id: str


class Crowd:
    """Everybody asks their next question as soon as we have the one before on disk.

    So the order in which a chat's messages reach us is the order in which they were written, even
    when a push has to be repeated; several of a chat wait for their answers all the same.
    """

    def __init__(self, site: Site, people: int) -> None:
        self._feishu = site.feishu
        self._books = site.books
        everyone = [one["open_id"] for one in site.feishu.people()][:people]
        self.chats = [Chat(one, site.feishu.p2p(one)) for one in everyone]
        self.asked: Counter[str] = Counter()
        self._stop = threading.Event()

    @contextmanager
    def asking(self, messages: int, *, per_second: float, in_order: bool = True) -> Iterator[None]:
        """Meanwhile; after the block all messages have been written."""
        with ThreadPoolExecutor(1) as pool:
            asking = pool.submit(self.ask, messages, per_second=per_second, in_order=in_order)
            try:
                yield
                asking.result(120)
            finally:
                self._stop.set()

    def ask(self, messages: int, *, per_second: float, in_order: bool = True) -> None:
        turn = 0
        for number in range(1, messages + 1):
            chat, turn = self._next(turn, in_order)
            if self._stop.wait(1 / per_second):
                return
            self._feishu.say(chat.person, QUESTION.format(number))
            self.asked[chat.chat_id] += 1

    def _next(self, turn: int, in_order: bool) -> tuple[Chat, int]:
        """Whose turn it is, and the turn after that."""
        while not self._stop.is_set():
            accepted = self._books.accepted()
            for step in range(turn, turn + len(self.chats)):
                chat = self.chats[step % len(self.chats)]
                if not in_order or accepted.get(chat.chat_id, 0) >= self.asked[chat.chat_id]:
                    return chat, step + 1
            self._stop.wait(PAUSE)
        return self.chats[0], turn


def settle(site: Site, *, within: float) -> None:
    """Wait until nothing is left to do; then everything has been done, and nothing put aside."""
    books = site.books

    def idle() -> bool:
        waiting = books.inbox().get("received", 0) + books.outbox().get("queued", 0)
        items = books.items()
        running = items.get("ENQUEUED", 0) + items.get("PENDING", 0)
        return not (waiting or running or site.feishu.report()["pending_pushes"])

    try:
        wait_until(idle, within=within, what="all work is done")
    except AssertionError as late:
        state = f"inbox {books.inbox()} outbox {books.outbox()} items {books.items()}"
        report = site.feishu.report()
        raise AssertionError(f"{late}: {state} parked {books.reasons()} {report}") from None
    assert not books.reasons()
    assert set(books.inbox()) == {"done"}
    assert set(books.outbox()) == {"sent"}
    assert set(books.items()) == {"SUCCESS"}
    assert site.feishu.report()["lost"] == 0


def check_answers(site: Site, chats: list[Chat], *, messages: int) -> None:
    """As people see it: each message answered once by a card, a chat's answers in its order."""
    arrived = site.books.accepted_order()
    answered = 0
    for chat in chats:
        said = site.feishu.messages(chat.person, limit=500)
        questions = [one["message_id"] for one in said if one["sender"]["kind"] == "user"]
        answers = [one for one in said if one["sender"]["kind"] == "bot"]
        replied = [one["parent_id"] for one in answers]
        assert Counter(replied) == Counter(questions)
        assert replied == arrived.get(chat.chat_id, [])
        assert {one["msg_type"] for one in answers} <= {"interactive"}
        answered += len(answers)
    assert answered == messages
    assert site.feishu.report()["duplicates"] == 0


def check_written_order(site: Site, chats: list[Chat]) -> None:
    """What reached us came in the order in which it was written."""
    arrived = site.books.accepted_order()
    for chat in chats:
        said = site.feishu.messages(chat.person, limit=500)
        written = [one["message_id"] for one in said if one["sender"]["kind"] == "user"]
        assert arrived.get(chat.chat_id, []) == written
