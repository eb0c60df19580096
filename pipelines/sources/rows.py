"""Turns the rows of a table into documents, whatever file they are from.

Takes a way to go through the rows, which it goes twice: first to count what is bad and which ids come again, then to
give.  Gives a Document or a Refusal for each row, or one Refusal for a table most of whose rows are bad.  Holds nine
bytes a row, and one row at a time.
"""

import hashlib
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from pipelines import progress
from pipelines.sources.columns import Layout
from pipelines.sources.faults import DamagedError, SourceError
from pipelines.sources.types import MAX_BYTES, MAX_URL, Document, Refusal

MAX_BAD_SHARE = 0.5
MAX_KEY = 500  # characters of an id, which becomes part of a uri


_PAGE = "<!doctype html>\n<html><body>\n{}\n</body></html>\n"


class BadRow(NamedTuple):
    """A row that could not be read, and why."""

    why: str
    reason: str = "bad_row"


Row = Mapping[str, Any] | BadRow
Rows = Callable[[], Iterator[Row]]  # each call goes through the table anew


class Article(NamedTuple):
    """What a row says."""

    key: str  # its id, its url, or what stands for its text
    content: bytes
    said: dict[str, Any]  # fields of a Document


class _Survey(NamedTuple):
    """What a first look through a table has found."""

    rows: int
    bad: int
    first_bad: str
    replaced: npt.NDArray[np.bool_]  # of each row: whether a later one has its id
    fault: SourceError | None  # what kept from reading on


def documents(
    rows: Rows, layout: Layout, uri: str, flags: frozenset[str] = frozenset()
) -> Iterator[Document | Refusal]:
    """The documents of a table, each by its id; of rows with one id the last counts.

    A uri is that of the table, `#` and the id; of a row without, its url; of one without either, a hash of its text.
    `flags` are of all documents.
    """
    survey = _look_through(rows, layout, uri)
    fault = survey.fault
    if fault and not (survey.rows and isinstance(fault, DamagedError)):
        yield Refusal(uri, fault.reason, str(fault))
    elif not survey.rows:
        yield Refusal(uri, "empty", "a table without rows")
    elif survey.bad > MAX_BAD_SHARE * survey.rows:
        detail = f"{survey.bad:,} of {survey.rows:,} rows are bad; the first is {survey.first_bad}"
        yield Refusal(uri, "bad_rows", detail)
    else:
        for number, row in zip(range(survey.rows), rows(), strict=False):
            article = row if isinstance(row, BadRow) else _article(row, layout)
            if isinstance(article, BadRow):
                yield Refusal(f"{uri}#row {number + 1}", article.reason, article.why)
            elif survey.replaced[number]:
                yield Refusal(f"{uri}#row {number + 1}", "duplicate_id", f"a later row is {article.key}, too")
            else:
                yield _document(article, uri, flags)
        if fault:
            yield Refusal(uri, fault.reason, str(fault))


def _look_through(rows: Rows, layout: Layout, uri: str) -> _Survey:
    hashes = array("Q")
    good = bytearray()
    first_bad, fault = "", None
    with progress.track(f"looking through {uri.rpartition('/')[2]}", None, is_part=True) as advance:
        try:
            for row in rows():
                article = row if isinstance(row, BadRow) else _article(row, layout)
                is_good = isinstance(article, Article)
                hashes.append(_hash(article.key) if isinstance(article, Article) else 0)
                good.append(is_good)
                if isinstance(article, BadRow) and not first_bad:
                    first_bad = f"row {len(good)}: {article.why}"
                advance(1)
        except SourceError as error:
            fault = error
    return _Survey(len(good), good.count(0), first_bad, _come_again(hashes, good), fault)


def _hash(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest())


def _come_again(hashes: "array[int]", good: bytearray) -> npt.NDArray[np.bool_]:
    """Of each row: whether its id is also that of a later one."""
    ids = np.frombuffer(hashes, dtype=np.uint64) if hashes else np.empty(0, np.uint64)
    order = np.argsort(ids, kind="stable")
    again = np.zeros(len(ids), dtype=np.bool_)
    again[order[:-1]] = ids[order[:-1]] == ids[order[1:]]
    return again & np.frombuffer(bytes(good), dtype=np.bool_)


def _article(row: Mapping[str, Any], layout: Layout) -> Article | BadRow:
    """What a row says, or why it cannot be used."""
    try:
        content, charset = _content(row, layout)
        said = {field: _text(row, getattr(layout, field)) for field in ("title", "url", "source")}
        said["byline"] = _names(row, layout.byline)
        published, language = _text(row, layout.published), _text(row, layout.language)
        key = _text(row, layout.id) or said["url"]
    except _WrongTypeError as error:
        return BadRow(str(error))
    if not content.strip():
        return BadRow(f"nothing in {' or '.join(layout.contents)}")
    if len(content) > MAX_BYTES:
        return BadRow(f"more than {MAX_BYTES:,} bytes", "too_large")
    if key is None or len(key) > MAX_KEY:
        key = hashlib.sha256(content if key is None else key.encode()).hexdigest()[:16]
    if said["url"] and len(said["url"]) > MAX_URL:
        said["url"] = None
    code = (language or "").replace("_", "-").split("-")[0].lower()
    said |= {"published": published, "language": code if len(code) == 2 else None, "charset": charset}
    return Article(key, content, {f"given_{field}": value for field, value in said.items()})


class _WrongTypeError(ValueError):
    pass


def _content(row: Mapping[str, Any], layout: Layout) -> tuple[bytes, str | None]:
    """The article, and its encoding where that is known: a cell of bytes may be in any."""
    parts = [value for column in layout.text if (value := _value(row, column)) is not None]
    if not parts and layout.html:
        page = _value(row, layout.html)
        if isinstance(page, str) and "<body" not in page[:100_000].lower():
            page = _PAGE.format(page)
        parts = [] if page is None else [page]
    for part in parts:
        if not isinstance(part, str | bytes):
            raise _WrongTypeError(f"the text is {_kind(part)}")
    content = b"\n\n".join(part if isinstance(part, bytes) else encode(part) for part in parts)
    return content, None if any(isinstance(part, bytes) for part in parts) else "utf-8"


def _text(row: Mapping[str, Any], column: str | None) -> str | None:
    """A cell in one line; None where there is none or nothing in it."""
    value = _value(row, column) if column else None
    if value is None:
        return None
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _WrongTypeError(f"{column} is {_kind(value)}")
    return _one_line(str(value))


def _one_line(text: str) -> str | None:
    return " ".join(encode(text).decode().split()) or None


def _names(row: Mapping[str, Any], column: str | None) -> str | None:
    """As `_text`; many tools write a list of authors."""
    value = _value(row, column) if column else None
    if not isinstance(value, list):
        return _text(row, column)
    names = [one.get("name") if isinstance(one, Mapping) else one for one in value]
    return _one_line(", ".join(name for name in names if isinstance(name, str)))


def _value(row: Mapping[str, Any], column: str) -> Any:
    """What is in a column, or in a record in it; None also for what stands for nothing."""
    value = row.get(column)
    if value is None and "." in column:
        first, _, rest = column.partition(".")
        inner = row.get(first)
        value = _value(inner, rest) if isinstance(inner, Mapping) else None
    return None if isinstance(value, float) and value != value else value


def encode(text: str) -> bytes:
    """UTF-8; halves of a pair that stand alone, which JSON can write, become U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _kind(value: object) -> str:
    names = {"list": "a list", "dict": "a record", "bool": "true or false", "int": "a number", "float": "a number"}
    return names.get(type(value).__name__, f"of type {type(value).__name__}")


def _document(article: Article, uri: str, flags: frozenset[str]) -> Document:
    if b"\xef\xbf\xbd" in article.content:
        flags |= {"bytes_replaced"}
    document = Document(f"{uri}#{article.key}", article.content, hashlib.sha256(article.content).hexdigest())
    return replace(document, given_by="record", flags=",".join(sorted(flags)) or None, **article.said)
