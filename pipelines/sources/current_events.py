"""The daily pages of Wikipedia's Current events portal: a free feed of one-sentence reports, each with its day.

Takes the settings of a source; gives a document for each report, which is a line of its own below a topic.  Pages go on
being edited for days, so the last few are looked at.  The text is under CC BY-SA, by Wikipedia's authors.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from pydantic import Field
from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.sources.asking import changed, refusal, short_hash, text
from pipelines.sources.source import Locations, WebSource
from pipelines.sources.types import Document, FetchError, Found, Memory, Refusal, Web

PORTAL = "https://en.wikipedia.org/wiki/Portal:Current_events/{year}_{month}_{day}"
MAX_BYTES = 10_000_000
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_CITED = re.compile(r"\s*\((?:\[?[^()]*\]?)\)\s*$")


class CurrentEventsSource(WebSource):
    """A location is the address of a day's page, with {year}, {month} (its English name) and {day} in it."""

    location: Locations = (PORTAL,)
    days: int = Field(default=3, ge=1)  # today, and the days before


def read(source: CurrentEventsSource, web: Web, memory: Memory) -> Iterator[Found]:
    """The reports on the pages that have changed, the last day first."""
    today = datetime.now(UTC).date()
    for pattern in source.location:
        failed: list[Refusal] = []
        n_read = 0
        for day in (today - timedelta(days=back) for back in range(source.days)):
            url = pattern.format(year=day.year, month=_MONTHS[day.month - 1], day=day.day)
            try:
                answer, note = changed(web, source, url, memory, MAX_BYTES)
                if answer is not None:
                    yield from read_day(source, url, day, answer.content)
                    note()
                n_read += 1
            except FetchError as error:
                if error.reason != "not_found" or day != today:  # today's may not be written yet
                    failed.append(refusal(source, url, error))
        if failed and not n_read:  # it is the source that fails
            yield replace(failed[0], uri=pattern)
        else:
            yield from failed


def read_day(source: CurrentEventsSource, url: str, day: date, content: bytes) -> Iterator[Document]:
    """A document for each report on a day's page.  Raises FetchError where it is none."""
    tree = LexborHTMLParser(content.decode("utf-8", "replace"))
    parts = tree.css("div.current-events-content") or tree.css("div.description")
    if not parts:
        raise FetchError("not_a_feed", "no page of the Current events portal")
    for part in parts:
        for item in part.css("li"):
            if item.css_first("ul") is None and (report := _report(item)):
                yield _document(source, url, day, item, report)


def _report(item: LexborNode) -> str | None:
    """The text of a report without the sources cited behind it."""
    line = text(item.text()) or ""
    while (shorter := _CITED.sub("", line)) != line and item.css_first("a.external") is not None:
        line = shorter
    return line if any(character.isalpha() for character in line) else None


def _document(source: CurrentEventsSource, url: str, day: date, item: LexborNode, report: str) -> Document:
    cited = item.css_first("a.external")
    link = cited.attributes.get("href") if cited else None
    content = html.unescape(report).encode("utf-8", "replace")
    return Document(
        f"{url}#{short_hash(link or report)[:16]}",
        content,
        sha256(content).hexdigest(),
        given_url=text(link) or url,
        given_source=source.outlet or "Wikipedia",
        given_published=day.isoformat(),
        source_name=source.name,
        given_by="feed",
        given_language=source.language or "en",
        given_charset="utf-8",
        date_order=source.date_order,
        wishes=source.wishes,
    )
