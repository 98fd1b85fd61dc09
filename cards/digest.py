"""The week's digest as its three audiences get it, and an alarm; sent to many at once, never
changed afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cards import chart
from cards.actions import ShowEntry
from cards.digest_actions import ShowTopicCases
from cards.kit import (
    Card,
    Part,
    Row,
    button,
    card,
    cut,
    escape,
    hr,
    markdown,
    note,
    one_line,
    plain,
    tap_list,
)
from cards.words import digest as say
from cards.words.figures import shown

NAME_CHARACTERS = 40
INTRO_CHARACTERS = 300
MOST_PRODUCT = 10


@dataclass(frozen=True)
class TopicLine:
    """`entry` is the FAQ entry that answers it; 0 if none does."""

    position: int
    name: str
    count: int
    stations: int
    before: float
    entry: int = 0
    known_issue: bool = False


@dataclass(frozen=True)
class FigureLine:
    key: str
    unit: str
    value: float | None
    baseline: float | None


@dataclass(frozen=True)
class EffectLine:
    """Counts before and after, at stations that were told and that were not."""

    name: str
    told: tuple[int, int]
    not_told: tuple[int, int]


@dataclass(frozen=True)
class Effect:
    week: str
    told: int
    not_told: int
    lines: tuple[EffectLine, ...]


@dataclass(frozen=True)
class ProductLine:
    """`kind` is one of say.KINDS; `topic` a thing people ask for that has no answer."""

    text: str
    kind: str
    stations: int


@dataclass(frozen=True)
class DigestView:
    id: int
    first: date
    last: date
    intro: str
    topics: tuple[TopicLine, ...]
    figures: tuple[FigureLine, ...] = ()
    weeks: tuple[tuple[str, int, int], ...] = ()
    regions: tuple[tuple[str, int], ...] = ()
    stations: tuple[tuple[str, int], ...] = ()
    effect: Effect | None = None
    product: tuple[ProductLine, ...] = ()


def stations_card(view: DigestView) -> Card:
    intro = [plain(cut(view.intro, INTRO_CHARACTERS))] if view.intro else []
    lead = say.STATIONS_LEAD if view.topics else say.QUIET_WEEK
    return card(
        *intro,
        plain(lead),
        *(part for topic in view.topics for part in _topic(topic)),
        note(say.STATIONS_END),
        title=say.STATIONS_TITLE,
        subtitle=say.days(view.first, view.last),
        colour="blue",
        icon="list-check_outlined",
    )


def _topic(topic: TopicLine) -> list[Part]:
    told = say.topic_told(topic.count, topic.stations)
    if topic.known_issue:
        told = f"{told} · {say.KNOWN_ISSUE}"
    name = f"{topic.position}. {cut(one_line(topic.name), NAME_CHARACTERS)}"
    if topic.entry:
        return tap_list([Row(name, ShowEntry(topic.entry, 0, "hot"), f"{told} · {say.OPEN_STEPS}")])
    return [plain(name, lines=2), note(f"{told} · {say.ASK_DESK}")]


def managers_card(view: DigestView) -> Card:
    return card(
        *_figures(view.figures),
        *_charts(view),
        *_hot(view),
        hr(),
        *_effect(view.effect),
        note(say.HOW),
        title=say.MANAGERS_TITLE,
        subtitle=say.days(view.first, view.last),
        colour="blue",
        icon="list-check_outlined",
    )


def _figures(figures: Sequence[FigureLine]) -> list[Part]:
    lines = []
    for one in figures:
        changed = say.change(one.value, one.baseline, one.unit)
        tail = f"　{say.BASELINE} {changed}" if changed else ""
        lines.append(f"{say.FIGURES[one.key]}　**{escape(shown(one.value, one.unit))}**{tail}")
    return [markdown("<br>".join(lines))] if lines else []


def _charts(view: DigestView) -> list[Part]:
    parts: list[Part] = []
    if view.weeks:
        values = [
            {"week": week, "count": many, "kind": kind}
            for week, opened, solved in view.weeks
            for kind, many in ((say.OPENED_SERIES, opened), (say.SOLVED_SERIES, solved))
        ]
        parts.append(chart.lines(say.CHART_WEEKS, values, x="week", y="count", series="kind"))
    if view.regions:
        rows = [{"name": name, "count": many} for name, many in view.regions]
        parts.append(chart.bars(say.CHART_REGIONS, rows, name="name", value="count"))
    if view.stations:
        listed = "、".join(f"{name} {many}" for name, many in view.stations)
        parts.append(plain(f"{say.HOT_STATIONS}：{listed}"))
    return parts


def _hot(view: DigestView) -> list[Part]:
    if not view.topics:
        return []
    parts = [hr(), markdown(f"**{say.TOP_TOPICS}**")]
    rows = [
        Row(
            f"{one.position}. {cut(one_line(one.name), NAME_CHARACTERS)}",
            ShowTopicCases(view.id, one.position),
            f"{say.topic_told(one.count, one.stations)} · "
            f"{say.topic_change(one.count, one.before)} · {say.SEE_CASES}",
        )
        for one in view.topics
    ]
    return [*parts, *tap_list(rows)]


def _effect(effect: Effect | None) -> list[Part]:
    head = markdown(f"**{say.EFFECT_TITLE}**")
    if effect is None or not effect.lines:
        return [head, note(say.EFFECT_NONE)]
    parts = [head, plain(say.effect_told(effect.week, effect.told, effect.not_told))]
    for line in effect.lines:
        before = line.told[0] + line.not_told[0]
        after = line.told[1] + line.not_told[1]
        name = cut(one_line(line.name), NAME_CHARACTERS)
        parts.append(plain(say.effect_line(name, before, after)))
        if effect.not_told:
            parts.append(note(say.effect_sides(line.told, line.not_told)))
    if not effect.not_told:
        parts.append(note(say.EFFECT_ALL_TOLD))
    return parts


def product_card(view: DigestView) -> Card:
    rows = [
        {
            "text": cut(one_line(one.text), NAME_CHARACTERS),
            "kind": say.KINDS[one.kind],
            "stations": one.stations,
        }
        for one in view.product[:MOST_PRODUCT]
    ]
    names = zip(("text", "kind", "stations"), say.PRODUCT_HEADS, strict=True)
    kinds = {"text": "text", "kind": "text", "stations": "number"}
    table: Part = {
        "tag": "table",
        "page_size": MOST_PRODUCT,
        "row_height": "auto",
        "freeze_first_column": True,
        "columns": [
            {"name": name, "display_name": head, "data_type": kinds[name], "width": "auto"}
            for name, head in names
        ],
        "rows": rows,
    }
    return card(
        *([table] if rows else [plain(say.NOTHING_PRODUCT)]),
        title=say.PRODUCT_TITLE,
        subtitle=say.days(view.first, view.last),
        colour="blue",
        icon="workorder_outlined",
    )


@dataclass(frozen=True)
class CaseLine:
    number: str
    text: str
    station: str


def cases_card(name: str, lines: Sequence[CaseLine], more: int) -> Card:
    return card(
        plain(cut(one_line(name), NAME_CHARACTERS)),
        note(say.CASES_LEAD),
        *(
            plain(f"{one.number}　{one.station}　{cut(one_line(one.text), NAME_CHARACTERS)}")
            for one in lines
        ),
        *([note(f"还有 {more} 条")] if more else []),
        title=say.CASES_TITLE,
        colour="blue",
        icon="list-check_outlined",
    )


@dataclass(frozen=True)
class AlarmView:
    """`series` is empty for a spike; `entry` is what answers it, 0 if nothing does."""

    name: str
    region: str
    count: int
    stations: int
    expected: float
    since: datetime
    until: datetime
    samples: tuple[str, ...]
    regions: tuple[tuple[str, int], ...]
    series: tuple[int, ...] = ()
    entry: int = 0


def alarm_card(view: AlarmView) -> Card:
    title = say.GROWTH_TITLE if view.series else say.SPIKE_TITLE
    told = (
        say.growth_told(view.series, view.stations)
        if view.series
        else say.spike_told(view.count, view.stations, view.expected, view.since, view.until)
    )
    name = cut(one_line(view.name), NAME_CHARACTERS)
    answer = [button(say.OPEN_STEPS, ShowEntry(view.entry, 0, "hot"))] if view.entry else []
    return card(
        plain(name, icon="warning_filled", colour="orange" if view.series else "red"),
        plain(told),
        note(f"{view.region or say.ALL_REGIONS}：{say.regions(view.regions)}"),
        hr(),
        markdown(f"**{say.EVIDENCE}**"),
        *(plain(say.quoted(cut(one_line(text), NAME_CHARACTERS))) for text in view.samples),
        *answer,
        note(say.ALARM_NOTE),
        title=title,
        colour="orange" if view.series else "red",
        icon="warning_filled",
        summary=f"{title}：{name}",
    )
