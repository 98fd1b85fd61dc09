"""What editors see of a digest: the draft, their decisions, and how it was delivered."""

from dataclasses import dataclass
from datetime import datetime

from cards.digest import INTRO_CHARACTERS, NAME_CHARACTERS, DigestView
from cards.digest_actions import DecideDigest, DropTopic, EditIntro, PreviewDigest, SaveIntro
from cards.kit import (
    Card,
    Colour,
    Confirm,
    Part,
    button,
    button_row,
    card,
    cut,
    form,
    hr,
    note,
    one_line,
    plain,
    submit,
    text_input,
)
from cards.words import digest as say

COLOURS: dict[str, Colour] = {
    "planned": "grey",
    "drafted": "orange",
    "approved": "green",
    "held": "red",
    "sent": "green",
    "skipped": "grey",
}


@dataclass(frozen=True)
class Delivered:
    """People, and stations where there is nobody to send to."""

    people: int = 0
    sent: int = 0
    reached: int = 0
    read: int = 0
    unreachable: int = 0
    unknown: int = 0
    opted_out: int = 0
    without: int = 0
    recallable: bool = False


@dataclass(frozen=True)
class PreviewView:
    digest: DigestView
    state: str
    planned_at: datetime
    delivered: Delivered


def preview_card(view: PreviewView) -> Card:
    title = say.HELD_TITLE if view.state == "held" else say.PREVIEW_TITLE
    over = view.state in ("sent", "skipped")
    return card(
        plain(say.STATE[view.state]),
        note(say.planned(view.planned_at)),
        *([] if over or view.state == "planned" else _editing(view)),
        *_looking(view),
        *(_after(view) if view.state == "sent" else []),
        *([] if over else _deciding(view)),
        title=say.MANAGERS_TITLE if over else title,
        subtitle=say.days(view.digest.first, view.digest.last),
        colour=COLOURS[view.state],
        icon="list-check_outlined",
    )


def _editing(view: PreviewView) -> list[Part]:
    digest = view.digest
    parts: list[Part] = [hr()]
    for topic in digest.topics:
        parts += [
            plain(f"{topic.position}. {cut(one_line(topic.name), NAME_CHARACTERS)}", lines=2),
            note(say.topic_told(topic.count, topic.stations)),
            button(say.DROP, DropTopic(digest.id, topic.position), size="medium"),
        ]
    if not digest.topics:
        parts.append(plain(say.QUIET_WEEK))
    intro = [note(f"{say.INTRO_LABEL}：{digest.intro}")] if digest.intro else []
    return [*parts, hr(), *intro, button(say.EDIT, EditIntro(digest.id))]


def intro_card(view: PreviewView) -> Card:
    digest = view.digest
    written = text_input(
        "intro",
        say.INTRO_LABEL,
        placeholder=say.INTRO_HINT,
        default=digest.intro,
        rows=2,
        longest=INTRO_CHARACTERS,
    )
    return card(
        form("digest_intro", written, submit(say.SAVE, SaveIntro(digest.id))),
        title=say.EDIT,
        subtitle=say.days(digest.first, digest.last),
        colour="blue",
        icon="list-check_outlined",
    )


def _looking(view: PreviewView) -> list[Part]:
    digest = view.digest
    return [
        button_row(
            button(say.SEE_STATIONS, PreviewDigest(digest.id, "stations")),
            button(say.SEE_MANAGERS, PreviewDigest(digest.id, "managers")),
        ),
        button(say.SEE_PRODUCT, PreviewDigest(digest.id, "product")),
    ]


def _deciding(view: PreviewView) -> list[Part]:
    if view.state == "planned":
        return []
    sure = Confirm(say.SURE_SEND, say.SURE_SEND_TEXT)
    send = button(
        say.SEND_NOW,
        DecideDigest(view.digest.id, "send"),
        confirm=sure,
        style="primary" if view.state == "held" else "default",
    )
    stop = button(
        say.SKIP,
        DecideDigest(view.digest.id, "skip"),
        confirm=Confirm(say.SURE_SKIP, say.SURE_SKIP_TEXT),
    )
    approve = button(say.APPROVE, DecideDigest(view.digest.id, "approve"), style="primary")
    return [hr(), *([approve] if view.state == "drafted" else []), button_row(send, stop)]


def _after(view: PreviewView) -> list[Part]:
    made = view.delivered
    missing = say.missing(made.unreachable, made.unknown, made.opted_out, made.without)
    refresh = button(say.REFRESH, DecideDigest(view.digest.id, "refresh"))
    recall = button(
        say.RECALL,
        DecideDigest(view.digest.id, "recall"),
        style="danger",
        confirm=Confirm(say.SURE_RECALL, say.SURE_RECALL_TEXT),
    )
    return [
        hr(),
        plain(say.progress(made.people, made.sent, made.reached, made.read)),
        *([note(missing)] if missing else []),
        *([button_row(refresh, recall)] if made.recallable else [refresh]),
    ]
