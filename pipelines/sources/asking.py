"""What the kinds that ask the network have in common: to ask only for what has changed, and to name what they find."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from pipelines.sources.addresses import known_as, parse
from pipelines.sources.source import WebSource
from pipelines.sources.types import Answer, Asked, FetchError, Memory, Page, Refusal, Web

MAX_BYTES = 100_000_000  # of a feed or a sitemap
LONGEST = 1_000  # characters of what is said of an item
_ENTITY = re.compile(rb"<!ENTITY\s+(%\s*)?\S+\s+(SYSTEM|PUBLIC|\"[^\"]*\"|'[^']*')", re.I)
_HARMLESS = re.compile(rb"[\"'](&#\w+;|[^&%]{0,100})[\"']")


@dataclass(frozen=True, slots=True)
class Seen:
    """How an address answered last."""

    sha256: str
    etag: str | None
    modified: str | None
    conditional: int = 0  # times in a row that it was asked for changes only


def changed(
    web: Web, source: WebSource, url: str, memory: Memory, max_bytes: int = MAX_BYTES
) -> tuple[Answer | None, Callable[[], None]]:
    """What lies at an address, None where it is what it was; and what to call when all of it has been given.

    Now and then all of it is asked for, and the bytes are compared: some servers say that nothing has changed when it
    has.  Raises FetchError.
    """
    seen = Seen(**json.loads(memory[url])) if url in memory else None
    ask_all = seen is None or seen.conditional + 1 >= source.full_get_every
    known = None if ask_all else seen
    answer = web.get(
        url,
        Asked(max_bytes, source.allow_private, known.etag if known else None, known.modified if known else None),
    )
    sha256 = seen.sha256 if answer.is_known and seen else hashlib.sha256(answer.content).hexdigest()
    now = Seen(sha256, answer.etag, answer.modified, known.conditional + 1 if known else 0)

    def note() -> None:
        memory[url] = json.dumps(asdict(now))

    if seen and seen.sha256 == sha256:
        note()
        return None, note
    return answer, note


def refusal(source: WebSource, uri: str, error: FetchError) -> Refusal:
    """What stands for an address that could not be fetched."""
    return Refusal(uri, error.reason, error.detail, source_name=source.name)


def page(
    source: WebSource,
    given_by: str,
    url: str,
    key: str,
    *,
    outlet: str | None = None,
    published: str | None = None,
    title: str | None = None,
    byline: str | None = None,
    language: str | None = None,
    flags: str | None = None,
) -> Page:
    """A page of a source.  Raises FetchError where its address is none that is fetched."""
    parse(url, source.allow_private)
    return Page(
        uri=known_as(url),
        url=url,
        key=key,
        given_by=given_by,
        source_name=source.name,
        given_source=source.outlet or outlet,
        given_published=published,
        given_title=title,
        given_byline=byline,
        given_language=source.language or language,
        date_order=source.date_order,
        wishes=source.wishes,
        flags=flags,
    )


def short_hash(*parts: str | None) -> str:
    """32 hex over some texts."""
    joined = "\x1f".join(part or "" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def text(value: object) -> str | None:
    """One line of what is said, as it can be kept; None where nothing is."""
    if not isinstance(value, str):
        return None
    whole = value.encode("utf-8", "replace").decode().replace("\x00", " ")
    return " ".join(whole.split())[:LONGEST] or None


def two_letters(language: object) -> str | None:
    """`en` of `en-GB`; None of anything else."""
    found = re.match(r"([A-Za-z]{2})(?![A-Za-z])", language) if isinstance(language, str) else None
    return found.group(1).lower() if found else None


def declares_entities(content: bytes) -> bool:
    """Whether XML declares entities that name files or each other, or are long: none of that belongs into a feed."""
    head = content[:1_000_000].replace(b"\x00", b"")  # also where each character has two bytes
    return any(found.group(1) or not _HARMLESS.fullmatch(found.group(2)) for found in _ENTITY.finditer(head))


def each_changed(
    web: Web, source: WebSource, memory: Memory
) -> Iterator[tuple[str, Answer, Callable[[], None]] | Refusal]:
    """Each location of a source that is not what it was, as `changed` gives it, or what stands for it."""
    for location in source.location:
        try:
            answer, note = changed(web, source, location, memory)
        except FetchError as error:
            yield refusal(source, location, error)
            continue
        if answer is not None:
            yield location, answer, note
