"""When it happened: expressions against the publication date, and none invented."""

from datetime import date

import pytest

from pipelines.coder.dates import expressions
from tests.coder.coding import DAY, only

THURSDAY = date(2024, 5, 16)


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("on Tuesday", "2024-05-14", "2024-05-14", "day"),
        ("on Thursday", "2024-05-16", "2024-05-16", "day"),
        ("last Thursday", "2024-05-09", "2024-05-09", "day"),
        ("yesterday", "2024-05-15", "2024-05-15", "day"),
        ("two days ago", "2024-05-14", "2024-05-14", "day"),
        ("three weeks ago", "2024-04-22", "2024-04-28", "week"),
        ("this week", "2024-05-13", "2024-05-16", "week"),
        ("last week", "2024-05-06", "2024-05-12", "week"),
        ("earlier this month", "2024-05-01", "2024-05-31", "month"),
        ("last month", "2024-04-01", "2024-04-30", "month"),
        ("in March", "2024-03-01", "2024-03-31", "month"),
        ("in November", "2023-11-01", "2023-11-30", "month"),
        ("in March 2019", "2019-03-01", "2019-03-31", "month"),
        ("on 10 March", "2024-03-10", "2024-03-10", "day"),
        ("on March 10, 2023", "2023-03-10", "2023-03-10", "day"),
        ("on Dec. 3", "2023-12-03", "2023-12-03", "day"),
        ("in 2016", "2016-01-01", "2016-12-31", "year"),
        ("last year", "2023-01-01", "2023-12-31", "year"),
        ("in the 1980s", "1980-01-01", "1989-12-31", "years"),
        ("since 2011", "2011-01-01", "2024-05-16", "years"),
        ("after the 1979 revolution", "1979-01-01", "1979-12-31", "year"),
        ("between 2003 and 2011", "2003-01-01", "2011-12-31", "years"),
        ("last summer", "2023-06-01", "2023-08-31", "season"),
        ("over the weekend", "2024-05-11", "2024-05-12", "week"),
    ],
)
def test_an_expression_is_an_interval(text: str, start: str, end: str, precision: str) -> None:
    (found,) = expressions(f"It happened {text}.", THURSDAY)
    assert (str(found.when.start), str(found.when.end), found.when.precision) == (start, end, precision)
    assert found.when.origin == "text"


@pytest.mark.parametrize("text", ["on Tuesday", "in March", "last month", "yesterday", "two days ago", "on 10 March"])
def test_without_an_anchor_the_words_are_kept_and_no_date_is_made_up(text: str) -> None:
    (found,) = expressions(f"It happened {text}.", None)
    assert (found.when.start, found.when.end, found.when.origin) == (None, None, None)
    assert found.when.text is not None and found.when.text in text


@pytest.mark.parametrize("text", ["He may leave.", "They march on.", "It cost 2,000 dollars.", "31 June was no day."])
def test_what_is_no_date(text: str) -> None:
    assert [e for e in expressions(text, THURSDAY) if e.when.start] == []


def test_what_lies_ahead() -> None:
    (friday,) = expressions("They will meet on Friday.", THURSDAY, ahead_from=0)
    assert friday.when.start == date(2024, 5, 17)
    (march,) = expressions("They will meet in March.", THURSDAY, ahead_from=0)
    assert march.when.start == date(2025, 3, 1)


def test_an_actual_event_without_a_date_takes_the_publication_day() -> None:
    relation = only("Ghana attacked Togo.")
    assert (relation.when.start, relation.when.origin) == (THURSDAY, "publication")
    assert only("Ghana attacked Togo.", None).when.start is None


def test_a_plan_without_a_date_has_none() -> None:
    assert only("Ghana will visit Togo.").when.start is None


def test_the_date_of_another_clause_is_not_taken() -> None:
    relation = only("Ghana, which became independent in 1957, attacked Togo.")
    assert relation.when.start == THURSDAY


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Chad had detained a Sudanese envoy.", None),
        ("Chad had executed a Sudanese envoy days before.", "days before"),
        ("Chad has held talks with Sudan in recent months.", "in recent months"),
        ("Chad used to attack Sudan.", None),
    ],
)
def test_what_lies_back_without_a_date_is_not_dated_by_the_publication(text: str, words: str | None) -> None:
    when = only(text).when
    assert (when.start, when.origin, when.text) == (None, None, words)


def test_a_past_that_a_report_only_moves_back_is_dated_by_the_publication() -> None:
    assert only("Niger said that Chad had attacked Sudan.").when.origin == "publication"


def test_what_is_agreed_is_not_dated_by_what_lies_ahead() -> None:
    when = only("Chad agreed to lift sanctions on Sudan next month.").when
    assert (when.start, when.origin) == (DAY, "publication")


def test_the_calendar_ends() -> None:
    for published, text in (
        (date.min, "on Sunday"),
        (date.min, "yesterday"),
        (date.max, "next week"),
        (date.max, "tomorrow"),
    ):
        assert [e.when.start for e in expressions(text, published)] == [None], text
