"""Do the alarms come, and do they come for nothing? `python -m benchmarks.trends`.

Walks through the sample tickets as they came, and looks after each one and on each Monday, as the
desk does. The column with the answer is read only to judge what was found.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.digest import season, trends
from bot.digest.season import Season
from bot.digest.topics import Said, topics
from bot.digest.trends import Finding
from bot.faq_csv import parse_faq
from bot.matching.lexical import LexicalMatcher
from bot.matching.normalise import normalise
from bot.matching.port import FaqText
from cards.words import SHANGHAI

SAMPLES = Path(__file__).parent.parent / "samples"


@dataclass(frozen=True)
class Alarm:
    at: datetime
    finding: Finding
    tags: tuple[tuple[str, int], ...]

    @property
    def true(self) -> str:
        """The incident that most of the evidence belongs to; empty for a false alarm."""
        tag, count = self.tags[0]
        return tag if count * 2 >= sum(many for _, many in self.tags) else ""


def load() -> tuple[list[Said], dict[str, str]]:
    """The tickets as they were told, and separately what they belonged to."""
    rows = parse_faq((SAMPLES / "faq.csv").read_bytes()).rows
    matcher = LexicalMatcher(
        [FaqText(r.id, r.category, r.question, r.similar, r.keywords, r.answer) for r in rows]
    )
    stations = json.loads((SAMPLES / "org.json").read_text())["stations"]
    province = {one["code"]: one["province"] for one in stations}
    said, tags = [], {}
    with (SAMPLES / "tickets.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            offered = matcher.match(row["text"]).offered
            said.append(
                Said(
                    key=row["ticket_id"],
                    text=row["text"],
                    normalised=normalise(row["text"]),
                    who=row["reporter_id"],
                    station=row["station_code"],
                    region=province.get(row["station_code"], ""),
                    at=datetime.fromisoformat(row["created_at"]).replace(tzinfo=SHANGHAI),
                    entry=offered[0].code if offered else "",
                    category=row["category"],
                )
            )
            tags[row["ticket_id"]] = row["incident_tag"]
    return said, tags


def walk(said: list[Said], tags: dict[str, str]) -> list[Alarm]:
    """One alarm a topic and day, as the desk sends them; a growth once in two weeks."""
    alarms: list[Alarm] = []
    sent: dict[tuple[str, str], date] = {}
    first = said[0].at.date()
    monday = first + timedelta(days=7)
    for at, one in enumerate(said):
        before = said[: at + 1]
        while monday <= one.at.date():
            grown = trends.growths(
                topics(said[:at]), _season(said[:at], first, monday), monday, since=first
            )
            moment = datetime.combine(monday, datetime.min.time(), SHANGHAI)
            alarms += _fresh(grown, moment, sent, tags, timedelta(days=14))
            monday += timedelta(days=7)
        recent = [each for each in before if each.at >= one.at - trends.SPIKE_WITHIN]
        if len(recent) >= trends.LEAST_SPIKE:
            learnt = _season(before, first, one.at.date())
            found = trends.spikes(topics(recent), before, learnt, one.at)
            alarms += _fresh(found, one.at, sent, tags, timedelta(days=1))
    grown = trends.growths(topics(said), _season(said, first, monday), monday, since=first)
    moment = datetime.combine(monday, datetime.min.time(), SHANGHAI)
    return alarms + _fresh(grown, moment, sent, tags, timedelta(days=14))


def _season(said: list[Said], first: date, last: date) -> Season:
    return season.learn([one.at for one in said], first, last)


def _fresh(
    found: list[Finding],
    at: datetime,
    sent: dict[tuple[str, str], date],
    tags: dict[str, str],
    quiet: timedelta,
) -> list[Alarm]:
    fresh = []
    for one in found:
        last = sent.get((one.kind, one.topic))
        if last is None or at.date() - last >= quiet:
            sent[one.kind, one.topic] = at.date()
            judged = Counter(tags[key] for key in one.keys).most_common()
            fresh.append(Alarm(at, one, tuple(judged)))
    return fresh


def main() -> None:
    said, tags = load()
    alarms = walk(said, tags)
    for alarm in alarms:
        f = alarm.finding
        series = f" {'-'.join(map(str, f.series))}" if f.series else ""
        print(
            f"{alarm.at:%Y-%m-%d %H:%M} {f.kind:6} {f.topic:10} {f.region or '全部'} "
            f"{f.count} (expected {f.expected:.2f}, {f.stations} stations){series} "
            f"{alarm.true or 'FALSE'}: {f.name}"
        )
    starts: dict[str, datetime] = {}
    for one in said:
        if tags[one.key]:
            starts.setdefault(tags[one.key], one.at)
    for tag, start in starts.items():
        mine = [alarm for alarm in alarms if alarm.true == tag]
        late = f"{mine[0].at - start} after its first ticket" if mine else "NOT FOUND"
        print(f"{tag}: {late}")
    weeks = (said[-1].at - said[0].at) / timedelta(days=7)
    false = sum(1 for alarm in alarms if not alarm.true)
    print(f"false alarms: {false} in {weeks:.0f} weeks, {false / weeks:.2f} a week")


if __name__ == "__main__":
    main()
