"""The gateway to Feishu's own helpdesk: every call needs the helpdesk's credential as well.

https://open.feishu.cn/document/ukTMukTMukTM/ugDOyYjL4gjM24CO4IjN
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

from bot.feishu.calls import Calls
from bot.feishu.helpdesk_port import HelpdeskCategory, HelpdeskFaq, HelpdeskPage
from bot.feishu.lark import FEISHU

API: Final = "/open-apis/helpdesk/v1"
HEADER: Final = "X-Lark-Helpdesk-Authorization"
LISTED_AT_ONCE: Final = 100
ONLINE: Final = 1
ROOT: Final = "0"


class LarkHelpdesk:
    def __init__(
        self,
        app_id: str,
        app_secret: str,
        helpdesk_id: str,
        helpdesk_token: str,
        domain: str = FEISHU,
    ) -> None:
        self._calls = Calls(app_id, app_secret, domain, (3.0, 30.0))
        pair = f"{helpdesk_id}:{helpdesk_token}".encode()
        self._headers = {HEADER: base64.b64encode(pair).decode()}

    def categories(self) -> list[HelpdeskCategory]:
        return list(_categories(self._ask("/categories").get("categories") or []))

    def faqs(self, after: str = "") -> HelpdeskPage:
        asked = {"page_size": LISTED_AT_ONCE} | ({"page_token": after} if after else {})
        found = self._ask(f"/faqs?{urlencode(asked)}")
        more = str(found.get("page_token") or "") if found.get("has_more") else ""
        return HelpdeskPage(tuple(_faq(one) for one in found.get("items") or ()), more)

    def _ask(self, path: str) -> dict[str, Any]:
        answer = self._calls.plain("GET", f"{API}{path}", headers=self._headers)
        return dict(answer.get("data") or {})


def _categories(given: list[dict[str, Any]], parent: str = "") -> Iterator[HelpdeskCategory]:
    """Flat, however the tree was told: by its children, or by their parents."""
    for one in given:
        number = _id(one, "id", "category_id")
        above = _id(one, "parent_id")
        yield HelpdeskCategory(
            number, str(one.get("name") or ""), parent or (above if above != ROOT else "")
        )
        yield from _categories(one.get("children") or [], number)


def _faq(one: dict[str, Any]) -> HelpdeskFaq:
    rich = one.get("answer_richtext") or []
    rich = rich if isinstance(rich, list) else []
    categories = one.get("categories") or [{"category_id": one.get("category_id")}]
    status = one.get("status")
    return HelpdeskFaq(
        id=_id(one, "id", "faq_id"),
        question=str(one.get("question") or "").strip(),
        answer=("".join(map(_part, rich)) or str(one.get("answer") or "")).strip(),
        similar=tuple(str(tag).strip() for tag in one.get("tags") or () if str(tag).strip()),
        category_id=_id(categories[0], "category_id", "id"),
        online=status is None or status == ONLINE,
        pictures=sum(1 for part in rich if part.get("type") in ("img", "image")),
        expires_at=_seconds(one.get("expire_time")),
    )


def _part(part: dict[str, Any]) -> str:
    """One piece of a rich answer in our markdown. Its kinds are documented by name only."""
    kind, content = str(part.get("type") or "text"), str(part.get("content") or "")
    if kind in ("img", "image"):
        return ""
    if kind.replace("_", "").replace(" ", "").lower() in ("linebreak", "br"):
        return "\n"
    url = str(part.get("url") or part.get("href") or "")
    return f"[{content or url}]({url})" if url else content


def _id(one: dict[str, Any], *names: str) -> str:
    return next((str(one[name]) for name in names if one.get(name)), "")


def _seconds(value: object) -> int:
    """Elsewhere in this API times are milliseconds."""
    number = int(value) if isinstance(value, int | str) and str(value).isdigit() else 0
    return number // 1000 if number > 10**11 else number
