"""What a source gives: documents as bytes, refusals of what could not be read, and pages to fetch; and what it asks of
the network.  No clocks, no parsing.
"""

import hashlib
from collections.abc import MutableMapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Protocol

MAX_BYTES = 10_000_000  # of one document; no article has more
MAX_URL = 2048  # characters; a longer address is none that is given


@dataclass(frozen=True, slots=True)
class Document:
    """One input as it was found, with what its source says of it; None where that says nothing."""

    # `inbox:` or `samples:` and a relative path, `file:///absolute/path`, or the address it was fetched from; what is
    # one of many in a file or a feed has `#` and its place after that
    uri: str
    content: bytes
    content_sha256: str
    given_url: str | None = None
    given_source: str | None = None  # name of the outlet
    given_published: str | None = None  # as written
    source_name: str | None = None  # its key in sources.toml; None: the inbox, or a path that a run was pointed at
    given_by: str | None = (
        None  # who says what is given: manifest, feed, sitemap, list, record (of a table, an archive)
    )
    given_title: str | None = None
    given_byline: str | None = None
    given_language: str | None = None  # ISO 639-1
    given_charset: str | None = None  # by the server's header, or the user's word on a source
    date_order: str | None = None  # dmy or mdy: how the source writes 07/08/2023
    wishes: str | None = None  # what the source asks of the cleaner, comma-separated and sorted; see Source
    flags: str | None = None  # what was odd when it was read, comma-separated and sorted: bozo, warc_truncated, ...
    fetched_at: datetime | None = None  # in UTC, by the archive that holds it; None: now

    @property
    def document_id(self) -> str:
        """16 hex; another version of the same uri is another document."""
        return hashlib.sha256(f"{self.uri}\x1f{self.content_sha256}".encode()).hexdigest()[:16]


_OWN = ("uri", "content", "content_sha256", "fetched_at")
GIVEN = tuple(field.name for field in fields(Document) if field.name not in _OWN)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One input that could not be used, and why: every input ends as an article or as one of these."""

    uri: str
    reason: str  # one of schema.REASONS
    detail: str | None = None
    size_bytes: int | None = None
    content_sha256: str | None = None  # None where the bytes could not be read
    source_name: str | None = None  # as of a Document
    n_inputs: int = 1  # that it stands for: many records of an archive are passed over for one reason


@dataclass(frozen=True, slots=True)
class Page:
    """An address to fetch, with what the source says of the page."""

    uri: str  # the address in the form by which it is known: of the Document that it becomes
    url: str  # as the source has it
    key: str  # another one for the same uri: the source says that the page is a new one, or has changed
    given_by: str  # as of a Document, and so are the others
    source_name: str
    given_source: str | None = None
    given_published: str | None = None
    given_title: str | None = None
    given_byline: str | None = None
    given_language: str | None = None
    date_order: str | None = None
    wishes: str | None = None
    flags: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page that waits to be fetched, and how often that was tried."""

    page: Page
    tries: int = 0


Found = Document | Refusal | Page
Memory = MutableMapping[str, str]  # what a source remembers from one reading to the next; see kinds.Kind


@dataclass(frozen=True, slots=True)
class Asked:
    """How an address is to be fetched."""

    max_bytes: int  # unpacked
    allow_private: bool = False  # also from this machine and private networks, on any port
    etag: str | None = None  # of what is known: the answer may be that nothing has changed
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server gave."""

    url: str  # after redirects
    content: bytes
    is_known: bool = False  # as the `etag` or `modified` asked with says; then there is no content
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None


class FetchError(Exception):
    """Nothing could be fetched."""

    def __init__(self, reason: str, detail: str, *, passes: bool = False, wait: float = 0.0):
        super().__init__(detail)
        self.reason = reason  # one of schema.REASONS
        self.detail = detail
        self.passes = passes  # another try may help,
        self.wait = wait  # after so many seconds, as the server asks


class Web(Protocol):
    """The one way to the network: polite and safe."""

    def get(self, url: str, asked: Asked) -> Answer:
        """Fetch; raises FetchError."""
        ...
