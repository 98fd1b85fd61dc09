"""Feishu's helpdesk in memory, for demonstrations and tests."""

from __future__ import annotations

from collections.abc import Sequence

from bot.feishu.errors import FeishuError, NeverAgain
from bot.feishu.helpdesk_port import HelpdeskCategory, HelpdeskFaq, HelpdeskPage


class MemoryHelpdesk:
    """`authorised` False stands for a token that was reset."""

    def __init__(
        self,
        faqs: Sequence[HelpdeskFaq] = (),
        categories: Sequence[HelpdeskCategory] = (),
        *,
        page_size: int = 100,
    ) -> None:
        self._faqs, self._categories = list(faqs), list(categories)
        self._size = page_size
        self.authorised = True
        self.refusals: list[FeishuError] = []

    def categories(self) -> list[HelpdeskCategory]:
        self._check()
        return list(self._categories)

    def faqs(self, after: str = "") -> HelpdeskPage:
        self._check()
        if after and not after.isdigit():
            raise NeverAgain(154000, "page_token")
        start = int(after or 0)
        end = start + self._size
        more = str(end) if end < len(self._faqs) else ""
        return HelpdeskPage(tuple(self._faqs[start:end]), more)

    def _check(self) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        if not self.authorised:
            raise NeverAgain(154001, "helpdesk authorization failed")
