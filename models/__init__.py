"""Tables and the legal moves of one row; no Feishu, no cards, no clock."""

from models.base import Base
from models.conversation import (
    Conversation,
    HandoverRequest,
    HandoverStatus,
    Question,
    QuestionStep,
    Step,
    Verdict,
)
from models.faq import FaqEntry, FaqPhrasing, FaqRevision, FaqStatus
from models.inbox import Inbound, InboundKind, InboundState
from models.org import Person, PersonKind, Station
from models.outbox import Outbound, OutboundState, Priority, Verb
from models.runtime import Executor, Identity

__all__ = [
    "Base",
    "Conversation",
    "Executor",
    "FaqEntry",
    "FaqPhrasing",
    "FaqRevision",
    "FaqStatus",
    "HandoverRequest",
    "HandoverStatus",
    "Identity",
    "Inbound",
    "InboundKind",
    "InboundState",
    "Outbound",
    "OutboundState",
    "Person",
    "PersonKind",
    "Priority",
    "Question",
    "QuestionStep",
    "Station",
    "Step",
    "Verb",
    "Verdict",
]
