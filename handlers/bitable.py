"""Somebody worked in a table of ours, or in its columns."""

from __future__ import annotations

from bot.bitable import marks
from bot.feishu.bitable_events import BitableChanged
from bot.router import Router
from bot.unit_of_work import Tx


def register(router: Router) -> None:
    router.on_event(BitableChanged)(changed)


def changed(event: BitableChanged, tx: Tx) -> None:
    marks.mark(event.app_token, event.table_id, list(event.record_ids), tx)
