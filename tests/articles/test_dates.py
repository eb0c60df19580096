"""Publication dates: what is read, and what is not guessed."""

from datetime import UTC, datetime

import pytest

from pipelines.articles.dates import parse, parse_machine, parse_month_day


@pytest.mark.parametrize(
    "text",
    [
        "19 July 2023",
        "19 July, 2023",
        "July 19, 2023",
        "Jul. 19 2023",
        "Wednesday, 19th of July 2023",
        "Wed 19 Jul 2023",
        "19-Jul-2023",
        "2023-07-19",
        "2023/07/19",
        "19/07/2023",
        "07/19/2023",
        "19.07.2023",
        "July 19, 2023 10:30",
    ],
)
def test_one_day_in_many_spellings(text: str) -> None:
    assert parse(text) == (datetime(2023, 7, 19, tzinfo=UTC), "day")


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("19 July 2023 10:30 GMT", 10, 30),
        ("July 19, 2023 at 10:30 am EDT", 14, 30),
        ("Jul 19, 2023 | 10:20 UTC+3", 7, 20),
        ("10.30 BST, 19 July 2023", 9, 30),
        ("2023-07-19T10:30:00Z", 10, 30),
    ],
)
def test_a_time_counts_where_its_zone_is_known(text: str, hour: int, minute: int) -> None:
    assert parse(text) == (datetime(2023, 7, 19, hour, minute, tzinfo=UTC), "minute")


def test_months_and_years_keep_their_precision() -> None:
    assert parse("July 2023") == (datetime(2023, 7, 1, tzinfo=UTC), "month")
    assert parse("2023") == (datetime(2023, 1, 1, tzinfo=UTC), "year")


@pytest.mark.parametrize(
    "text",
    [
        "07/08/2023",
        "May",
        "in 2020",
        "Yesterday",
        "2 min read",
        "31 February 2023",
        "28 Tir 1402",
        "July 19",
        "",
        "12345",
    ],
)
def test_what_is_ambiguous_or_relative_is_no_date(text: str) -> None:
    assert parse(text) is None


def test_a_slashed_date_with_one_reading_is_one() -> None:
    assert parse("7/7/2023") == (datetime(2023, 7, 7, tzinfo=UTC), "day")


def test_machines_write_iso_and_mail_dates() -> None:
    assert parse_machine("2023-07-19T23:30:00-05:00") == (datetime(2023, 7, 20, 4, 30, tzinfo=UTC), "minute")
    assert parse_machine("Wed, 19 Jul 2023 10:00:00 +0300") == (datetime(2023, 7, 19, 7, 0, tzinfo=UTC), "minute")
    assert parse_machine("2023-07-19T10:00:00") == (datetime(2023, 7, 19, tzinfo=UTC), "day")
    assert parse_machine("0001-01-01T00:00:00+14:00") is None


def test_a_dateline_date_needs_a_year_from_elsewhere() -> None:
    assert parse_month_day("July 20", 2023) == (datetime(2023, 7, 20, tzinfo=UTC), "day")
    assert parse_month_day("Thursday, 20 July", 2023) == (datetime(2023, 7, 20, tzinfo=UTC), "day")
    assert parse_month_day("Feb 29", 2023) is None
