"""All contracts."""

from tests.sandbox.sdk.bases import BASES
from tests.sandbox.sdk.calls import Raw, Typed
from tests.sandbox.sdk.groups import GROUPS
from tests.sandbox.sdk.messages import MESSAGES
from tests.sandbox.sdk.office import OFFICE

CASES: list[Typed | Raw] = [*MESSAGES, *GROUPS, *BASES, *OFFICE]
