"""Routes that stand before those with a variable in the same place, and the logins."""

from types import ModuleType

from sandbox.api import (
    announcement,
    authorize,
    departments,
    ephemeral,
    follow_ups,
    forwards,
    managers,
    menu_tree,
    oauth,
    outbound,
    reactions_batch,
    tabs,
    top_notice,
)

MORE: tuple[ModuleType, ...] = (
    oauth,
    authorize,
    forwards,
    follow_ups,
    ephemeral,
    reactions_batch,
    top_notice,
    managers,
    tabs,
    menu_tree,
    announcement,
    departments,
    outbound,
)
