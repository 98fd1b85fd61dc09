"""Wording: times as a station reads them, and commands that cannot be mistaken for each other."""

from datetime import UTC, date, datetime

import pytest

from cards import words


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 11, 25, 10, 5, tzinfo=UTC), "11月25日 18:05"),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), "1月1日 00:00"),
    ],
)
def test_times_are_those_of_the_stations_clock(moment: datetime, shown: str) -> None:
    assert words.format_time(moment) == shown


def test_a_time_without_a_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="time zone"):
        words.format_time(datetime(2026, 11, 25, 10, 5))  # noqa: DTZ001


def test_dates_are_written_with_dashes() -> None:
    assert words.format_date(date(2026, 11, 25)) == "2026-11-25"


def test_no_word_means_two_commands() -> None:
    synonyms = [word for group in words.COMMANDS.values() for word in group]
    assert len(set(synonyms)) == len(synonyms)
    assert all(command in group for command, group in words.COMMANDS.items())


def test_an_unknown_status_is_shown_rather_than_lost() -> None:
    assert words.handover_status("waiting") == "等待处理"
    assert words.handover_status("escalated") == "escalated"
