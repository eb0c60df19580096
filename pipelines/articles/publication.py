"""When an article appeared, of all that says so.

Takes the article taken apart and the document; gives a date with the words that say it and who does, and flags.  Never
the clock, a file's time, or a year in the running text.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from pipelines.articles.canonical import SAID_BY_USER
from pipelines.articles.dates import Moment, parse_machine, parse_month_day
from pipelines.articles.types import Draft
from pipelines.articles.web import TakenApart, date_in_page
from pipelines.sources.types import Document

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
SLACK = timedelta(hours=24)  # clocks and time zones differ


class Published(NamedTuple):
    """A date of publication, the words that say it, and what said so."""

    moment: Moment | None
    words: str | None
    origin: str | None


def publication(
    draft: Draft, document: Document, taken: TakenApart | None, fetched_at: datetime | None
) -> tuple[Published, set[str]]:
    """When the article appeared, and flags: by the user, the page's mark-up, the feed, the header lines, the dateline.

    Only where none of these tells is the page searched.  A date out of range is no date: the next one counts, and where
    there is none, the words stay alone.
    """
    flags: set[str] = set()
    latest = fetched_at + SLACK if fetched_at else datetime.max.replace(tzinfo=UTC)
    refused: Published | None = None
    for found in _dates(draft, document, taken):
        if found.moment is None:
            flags.add("given_date_unread")
        elif EARLIEST <= found.moment.at <= latest:
            return _more_exact(found, draft), flags
        else:
            flags.add("date_out_of_range")
            refused = refused or found._replace(moment=None)
    return refused or Published(None, None, None), flags


def _dates(draft: Draft, document: Document, taken: TakenApart | None) -> Iterator[Published]:
    """All that tells a date, what is believed first before the others; without a moment: words that tell none."""
    given = None
    if document.given_published:
        moment = parse_machine(document.given_published, document.date_order)
        given = Published(moment, document.given_published, document.given_by or "manifest")
    if given and document.given_by in (None, *SAID_BY_USER):
        yield given
    if taken and taken.page.published:
        yield Published(*taken.page.published, "html_metadata")
    if given and document.given_by not in (None, *SAID_BY_USER):
        yield given
    if draft.published:
        yield Published(*draft.published)
    if draft.dateline_date and (moment := parse_machine(draft.dateline_date)):
        yield Published(moment, draft.dateline_date, "dateline")
    if taken and taken.html and (in_page := date_in_page(taken.html, document.date_order)):
        yield Published(*in_page, "html_text")


def _more_exact(found: Published, draft: Draft) -> Published:
    """The dateline's day, where only a year or a month is known otherwise."""
    if draft.dateline_date and found.moment and found.moment.precision in ("year", "month"):
        said = parse_machine(draft.dateline_date) or parse_month_day(draft.dateline_date, found.moment.at.year)
        if said:
            return Published(said, draft.dateline_date, "dateline")
    return found
