"""Lists of addresses, in a file or on the web: one on a line, or a table with a column `url`.

The columns `title`, `source`, `published_at` and `language` of a table say what they say of each page.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from pipelines.sources.asking import changed, page, refusal, short_hash, text, two_letters
from pipelines.sources.source import WebSource
from pipelines.sources.types import FetchError, Found, Memory, Refusal, Web

MAX_BYTES = 20_000_000


class UrlListSource(WebSource):
    """Lists of addresses; a location is a file or itself an address."""

    max_items: int = 100_000

    @property
    def is_local(self) -> bool:
        """Whether the lists, if not the pages, are files."""
        return not any(map(_is_address, self.location))


def read(source: UrlListSource, web: Web, memory: Memory) -> Iterator[Found]:
    """The pages of all lists."""
    for location in source.location:
        try:
            if _is_address(location):
                answer, note = changed(web, source, location, memory, MAX_BYTES)
                if answer is not None:
                    yield from _pages(source, location, answer.content)
                    note()
            else:
                yield from _pages(source, location, _file(location))
        except FetchError as error:
            yield refusal(source, location, error)


def _is_address(location: str) -> bool:
    return location.startswith(("http://", "https://"))


def _file(location: str) -> bytes:
    path = Path(location).expanduser()
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FetchError("too_large", f"more than {MAX_BYTES:,} bytes")
        return path.read_bytes()
    except OSError as error:
        raise FetchError("unreadable", error.strerror or "") from error


def _pages(source: UrlListSource, location: str, content: bytes) -> Iterator[Found]:
    try:
        lines = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FetchError("undecodable", "the list is not UTF-8") from error
    rows = list(_rows(lines))
    for row in rows[: source.max_items]:
        url = row["url"]
        try:
            yield page(
                source,
                "list",
                url,
                short_hash(url),
                outlet=text(row.get("source")),
                published=text(row.get("published_at")),
                title=text(row.get("title")),
                language=two_letters(row.get("language")),
            )
        except FetchError as error:
            yield refusal(source, url[:2_048], error)
    if len(rows) > source.max_items:
        detail = f"{len(rows):,} addresses; the first {source.max_items:,} are read"
        yield Refusal(location, "too_many_items", detail, len(content), source_name=source.name)


def _rows(lines: str) -> Iterator[dict[str, str]]:
    first = lines.lstrip().partition("\n")[0].strip()
    if "url" in first.split(","):
        for row in csv.DictReader(io.StringIO(lines.lstrip(), newline="")):
            if url := (row.get("url") or "").strip():
                yield {name: value for name, value in row.items() if isinstance(value, str)} | {"url": url}
        return
    for line in lines.splitlines():
        url = line.strip()
        if url and not url.startswith("#"):
            yield {"url": url}
