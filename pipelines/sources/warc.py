"""Reads web archives, WARC as it is or packed: pages that were fetched, by crawlers and browsers.

Takes a file that can be sought in, and what of it is wanted; gives documents and refusals.  Looks at host and date
before it reads a page, at its language before anything is parsed.  Never holds more than one page.
"""

import hashlib
import re
from base64 import b32encode
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import BinaryIO, NamedTuple
from urllib.parse import urlsplit

from fastwarc import ArchiveIterator, WarcRecord, WarcRecordType
from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.lang import detect_fast

from pipelines import progress
from pipelines.sources.faults import DamagedError, ExpandsTooFarError
from pipelines.sources.lines import known
from pipelines.sources.packed import MAGIC, RATIO, Unpacked
from pipelines.sources.types import MAX_BYTES, MAX_URL, Document, Refusal

BEGINS = b"WARC/"
PAGES = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
MEDIA = frozenset(("text/html", "application/xhtml+xml", "text/plain"))
MAX_HEADERS = 1 << 16  # bytes of HTTP headers before a page

MAX_DAMAGED = 1_000  # places after which an archive is given up
MIN_WORDS = 20  # fewer tell no language
SAMPLE = 5_000  # characters by which a language is told
SHORT = 40  # characters; shorter texts are labels and links

_CHUNK = 1 << 16
MAX_BEGINNING = 16  # bytes by which a record is known
_RECORD = re.compile(rb"WARC/\d\.\d\r?\n")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of an archive is wanted; what is empty or None restricts nothing."""

    hosts: tuple[str, ...] = ()  # with all below them: example.org is also www.example.org
    since: date | None = None  # by the day of fetching
    until: date | None = None  # that day included
    languages: tuple[str, ...] = ()  # ISO 639-1; what cannot be told is wanted

    def has_host(self, url: str) -> bool:
        """Whether pages of this address' host are wanted."""
        if not self.hosts:
            return True
        try:
            host = (urlsplit(url).hostname or "").lower()
        except ValueError:
            return False
        return any(host == name or host.endswith(f".{name}") for name in self.hosts)

    def has_day(self, day: date | None) -> bool:
        """Whether pages fetched on this day are wanted."""
        if day is None:
            return self.since is None and self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


ALL = Wanted()


def read(file: BinaryIO, uri: str, wanted: Wanted = ALL) -> Iterator[Document | Refusal]:
    """The pages of an archive, each by the time and the address that it was fetched from.

    Of what is not wanted, is no page, or was answered with anything but success, there is a Refusal for each reason
    with the number of records.  Damage costs the records that it lies in, each of which is refused as far as it can be
    named.
    """
    archive = _Archive(file, uri, wanted)
    with progress.track(f"reading {uri.rpartition('/')[2]}", None, is_part=True) as advance:
        try:
            while not archive.is_done:
                yield from archive.read_on(advance)
        except ExpandsTooFarError as error:
            archive.has_records = True  # or something that was to be one
            yield Refusal(uri, error.reason, str(error))
    if not archive.has_records:
        yield Refusal(uri, "empty", "an archive without records")
    for reason, counts in archive.passed_over.items():
        said = ", ".join(f"{n:,} {why}" for why, n in sorted(counts.items()))
        yield Refusal(f"{uri}#{reason}", reason, said, n_inputs=counts.total())


class _Archive:
    """Where we are in an archive, and what became of its records."""

    def __init__(self, file: BinaryIO, uri: str, wanted: Wanted) -> None:
        self._stream = _Stream(file)
        self._uri = uri
        self._wanted = wanted
        self._seen: set[bytes] = set()
        self._n_damaged = 0
        self._block = b""  # of the last page
        self._digest: str | None = None  # what the archive says of it
        self.passed_over: dict[str, Counter[str]] = {}  # records by reason, and by what exactly
        self.is_done = self.has_records = False

    def read_on(self, advance: Callable[[int], None]) -> Iterator[Document | Refusal]:
        """What comes up to the next damaged place, or to the end."""
        held: Document | Refusal | None = None  # until the next record shows that this one is whole
        name, start = None, self._stream.position
        try:
            for record in ArchiveIterator(self._stream, parse_http=False, stream_detect=False, buffer_size=_CHUNK):
                if held:
                    yield held
                self.has_records = True
                held, name, start = None, self._name(record), record.stream_pos
                held = self._take(record, name)
                advance(1)
            if held:
                yield held
            self.is_done = True
            return
        except ExpandsTooFarError:
            raise
        except DamagedError as error:  # the stream goes on behind it
            if held and start < error.sound:
                yield held
                name, start = None, error.sound
            detail = str(error)
        except (OSError, ValueError) as error:
            if held and _digest(self._block) == self._digest:
                yield held
                name = None
            lost = self._stream.go_to_record(start + len(BEGINS))
            detail = f"{error}; {lost:,} bytes are lost" if lost else str(error)
        self._n_damaged += 1
        self.has_records = True  # or something that was to be one
        if self._n_damaged >= MAX_DAMAGED:
            self.is_done, detail = True, f"{detail}; the {MAX_DAMAGED:,}th such place, the rest is not read"
        yield Refusal(name or f"{self._uri}#byte {start}", "damaged", detail)

    def _name(self, record: WarcRecord) -> str | None:
        """The uri of a record that holds a page."""
        url = record.headers.get("WARC-Target-URI")
        if not record.record_type & PAGES or not url:
            return None
        fetched = _moment(record.headers.get("WARC-Date"))
        place = f"{fetched:%Y%m%d%H%M%S}/{url}" if fetched else url
        return f"{self._uri}#{place if len(url) <= MAX_URL else record.record_id}"

    def _take(self, record: WarcRecord, name: str | None) -> Document | Refusal | None:
        """What a record gives.  Raises OSError where it is cut off, or no record at all."""
        length = record.headers.get("Content-Length")
        if length is None or not length.strip().isdigit():
            raise OSError("a record without its length")
        why_not = self._why_not(record)
        if why_not or not name or int(length) > MAX_BYTES + MAX_HEADERS:
            read = record.consume()
        else:
            block = record.reader.read()
            read = len(block)
            self._block, self._digest = block, record.headers.get("WARC-Block-Digest")
        if read < int(length):
            raise OSError(f"cut off: {read:,} of {int(length):,} bytes are there")
        if not name:
            return None
        if why_not:
            self._pass_over(*why_not)
            return None
        if int(length) > MAX_BYTES + MAX_HEADERS:
            return Refusal(name, "too_large", f"more than {MAX_BYTES:,} bytes", int(length))
        key = hashlib.blake2b(name.encode(), digest_size=8).digest()
        if key in self._seen:
            self._pass_over("duplicate_id", "captured again in the same second")
            return None
        self._seen.add(key)
        return self._document(record, name, block)

    def _pass_over(self, reason: str, why: str) -> None:
        self.passed_over.setdefault(reason, Counter())[why] += 1

    def _why_not(self, record: WarcRecord) -> tuple[str, str] | None:
        """The reason for which a page is passed over before it is read, and what exactly; None where it is not."""
        url = record.headers.get("WARC-Target-URI") or ""
        fetched = _moment(record.headers.get("WARC-Date"))
        if not url.startswith(("http://", "https://")):
            return "no_page", "not of the web"
        if not self._wanted.has_host(url):
            return "not_wanted", "of other hosts"
        if not self._wanted.has_day(fetched.date() if fetched else None):
            return "not_wanted", "of other days"
        return None

    def _document(self, record: WarcRecord, name: str, block: bytes) -> Document | Refusal | None:
        page = _http_page(block) if record.record_type == WarcRecordType.response else _plain_page(record, block)
        if page.status != 200:
            self._pass_over("no_page", "not answered with a page")
            return None
        if page.media not in MEDIA:
            self._pass_over("no_page", "neither HTML nor text")
            return None
        if len(page.content) > MAX_BYTES:
            is_bomb = len(page.content) > RATIO * len(block)
            detail = f"more than {MAX_BYTES:,} bytes"
            return Refusal(name, "expands_too_far" if is_bomb else "too_large", detail, len(block))
        if not page.content.strip():
            return Refusal(name, "empty", "no bytes", len(page.content))
        if self._wanted.languages and language(page) not in (None, *self._wanted.languages):
            self._pass_over("not_wanted", "in other languages")
            return None
        url = record.headers.get("WARC-Target-URI") or ""
        return Document(
            name,
            page.content,
            hashlib.sha256(page.content).hexdigest(),
            given_url=url if len(url) <= MAX_URL else None,
            given_by="record",
            given_charset=page.charset,
            flags="warc_truncated" if "WARC-Truncated" in record.headers else None,
            fetched_at=_moment(record.headers.get("WARC-Date")),
        )


class Page(NamedTuple):
    """What was answered; `content` ends behind MAX_BYTES."""

    status: int | None
    media: str | None
    charset: str | None
    content: bytes


def language(page: Page) -> str | None:
    """The language of a page's running text; None where it has too little of that."""
    charset = page.charset or known(detect_encoding(page.content[:_CHUNK])) or "utf-8"
    text = page.content.decode(charset, "replace")
    if page.media != "text/plain":
        pieces = list(_between_tags(text))
        # menus list languages; what runs is the article
        text = " ".join(filter(_is_running, pieces)) or " ".join(pieces)
    text = text[:SAMPLE]
    if len(text.split()) < MIN_WORDS:
        return None
    code, _ = detect_fast(text)
    return code if code != "unknown" else None


def _between_tags(html: str) -> Iterator[str]:
    """What stands between the tags of a page, without scripts and styles; in one pass, whatever the page is."""
    closing = None
    for part in html.split("<"):
        tag, _, text = part.partition(">")
        name = tag[:7].lower()
        if closing:
            if not name.startswith(closing):
                continue
            closing = None
        elif name.startswith(("script", "style")):
            closing = "/script" if name.startswith("script") else "/style"
            continue
        yield text


def _is_running(text: str) -> bool:
    return len(text) > SHORT


def _http_page(block: bytes) -> Page:
    for decode in ("all", "none"):  # many archives hold what was unpacked under headers that say it is packed
        answer = WarcRecord()
        answer.set_bytes_content(block)
        answer.is_http = True
        try:
            answer.parse_http(auto_decode=decode)
            headers = answer.http_headers
            content = b"".join(iter(partial(answer.reader.read, _CHUNK), b""))
        except (OSError, ValueError):
            continue
        return Page(headers.status_code, answer.http_content_type, known(answer.http_charset), content)
    return Page(None, None, None, b"")


def _plain_page(record: WarcRecord, block: bytes) -> Page:
    media, _, parameters = (record.headers.get("Content-Type") or "").partition(";")
    charset = re.search(r"charset=[\"']?([\w.:-]+)", parameters)
    return Page(200, media.strip().lower(), known(charset[1]) if charset else None, block)


def _digest(block: bytes) -> str:
    return f"sha1:{b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()}"


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text or "").astimezone(UTC)
    except ValueError:
        return None


class _Stream:
    """An archive unpacked, that can be taken up again at the next record."""

    def __init__(self, file: BinaryIO) -> None:
        begins = file.read(len(MAGIC))
        file.seek(0)
        self._inner: BinaryIO | Unpacked = Unpacked(file, BEGINS) if begins == MAGIC else file
        self._last = self._ahead = b""  # what was read last; what has yet to be read again
        self.position = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes; raises DamagedError once at each damaged place of a packed archive."""
        if not self._ahead:
            self._last = b""
            self._ahead = self._inner.read(size)
        self._last, self._ahead = self._ahead[:size], self._ahead[size:]
        self.position += len(self._last)
        return self._last

    def tell(self) -> int:
        """How much was read, unpacked."""
        return self.position

    def seek(self, _offset: int, _whence: int = 0) -> int:
        """Nothing: it can only be read on, and who asks only wants to know where it is."""
        return self.position

    def close(self) -> None:
        """Nothing: who has opened the file closes it."""

    def go_to_record(self, after: int) -> int:
        """Go to where the next record seems to begin, at or behind `after`; gives how much is passed over."""
        text = self._last + self._ahead
        text = text[max(0, after - (self.position - len(self._last))) :]
        lost = 0
        while not (found := _RECORD.search(text)):
            kept = text[-MAX_BEGINNING:]  # it may begin here and end in what comes
            lost += len(text) - len(kept)
            try:
                chunk = self._inner.read(_CHUNK)
            except DamagedError as error:
                return lost + error.lost  # behind which the next member begins with a record
            if not chunk:
                self._last = self._ahead = b""
                return lost + len(kept)
            self.position += len(chunk)
            text = kept + chunk
        self._last, self._ahead = b"", text[found.start() :]
        self.position -= len(self._ahead)
        return lost + found.start()
