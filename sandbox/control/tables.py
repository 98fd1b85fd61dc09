"""Which base and which table a call means."""

from sandbox.control.asking import Ask, Wrong
from sandbox.state.bitable.model import Base, Table


def base_of(ask: Ask) -> Base:
    base = ask.world.office.bases.get(ask.request.match_info["app_token"])
    if base is None:
        raise Wrong("there is no such base; see /__sandbox/bases")
    return base


def table_of(ask: Ask, base: Base) -> Table:
    table = base.tables.get(ask.request.match_info["table_id"])
    if table is None:
        raise Wrong(f"the base {base.name} has no such table")
    return table
