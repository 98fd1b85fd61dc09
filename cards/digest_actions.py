"""The buttons of the weekly digest."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from cards.action import Action

AudienceName = Literal["stations", "managers", "product"]


@dataclass(frozen=True)
class PreviewDigest(Action):
    """The very card that an audience would get, below."""

    do: ClassVar[str] = "digest.preview"
    digest: int
    audience: AudienceName


@dataclass(frozen=True)
class DropTopic(Action):
    do: ClassVar[str] = "digest.drop"
    digest: int
    position: int


@dataclass(frozen=True)
class EditIntro(Action):
    """The form, in place of the draft: a card with a form has room for nothing else."""

    do: ClassVar[str] = "digest.edit"
    digest: int


@dataclass(frozen=True)
class SaveIntro(Action):
    do: ClassVar[str] = "digest.save"
    digest: int


@dataclass(frozen=True)
class DecideDigest(Action):
    do: ClassVar[str] = "digest.decide"
    digest: int
    what: Literal["approve", "send", "skip", "recall", "refresh"]


@dataclass(frozen=True)
class ShowTopicCases(Action):
    """What a figure is made of; for managers and editors."""

    do: ClassVar[str] = "digest.cases"
    digest: int
    position: int


DIGEST_ACTIONS: tuple[type[Action], ...] = (
    PreviewDigest,
    DropTopic,
    EditIntro,
    SaveIntro,
    DecideDigest,
    ShowTopicCases,
)
