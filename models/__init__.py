"""Tables and the legal moves of one row; no Feishu, no cards, no clock."""

from models.base import Base, IllegalMove
from models.conversation import (
    Conversation,
    Dialogue,
    HandoverRequest,
    HandoverStatus,
    Question,
    QuestionStep,
    Step,
    Utterance,
    Verdict,
)
from models.embedding import Embedding
from models.faq import (
    FaqAttachment,
    FaqCase,
    FaqEntry,
    FaqPhrasing,
    FaqRevision,
    FaqStatus,
    FaqVersion,
    Safety,
    Synonym,
)
from models.inbox import Inbound, InboundKind, InboundState
from models.org import Grant, Person, PersonKind, Role, Station
from models.outbox import Outbound, OutboundState, Priority, Verb
from models.proposal import FaqProposal, ProposalKind, ProposalState
from models.recognition import Medium, Recognition, RecognitionState
from models.runtime import Executor, Identity
from models.timer import Timer

__all__ = [
    "Base",
    "Conversation",
    "Dialogue",
    "Embedding",
    "Executor",
    "FaqAttachment",
    "FaqCase",
    "FaqEntry",
    "FaqPhrasing",
    "FaqProposal",
    "FaqRevision",
    "FaqStatus",
    "FaqVersion",
    "Grant",
    "HandoverRequest",
    "HandoverStatus",
    "Identity",
    "IllegalMove",
    "Inbound",
    "InboundKind",
    "InboundState",
    "Medium",
    "Outbound",
    "OutboundState",
    "Person",
    "PersonKind",
    "Priority",
    "ProposalKind",
    "ProposalState",
    "Question",
    "QuestionStep",
    "Recognition",
    "RecognitionState",
    "Role",
    "Safety",
    "Station",
    "Step",
    "Synonym",
    "Timer",
    "Utterance",
    "Verb",
    "Verdict",
]
