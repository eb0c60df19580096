"""Fetches pages, many sites at the same time and each site one page after the other.

Takes pages and a way to the network; gives an outcome for each page that was come to within a given time: a document, a
refusal, or that it is to be tried later.  The others are left as they are.
"""

import heapq
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from pipelines.sources.addresses import parse, site
from pipelines.sources.crew import Crew, Give
from pipelines.sources.fetch import PoliteWeb
from pipelines.sources.types import Answer, Asked, Document, FetchError, Page, Refusal, Waiting

THREADS = 16
MAX_TRIES = 5
FIRST_WAIT = 600.0  # seconds after the first try that failed; then twice as long each time
MOST_TOGETHER = 100  # outcomes, and
SECONDS_TOGETHER = 0.5  # how long the first of them waits for others
_BLANK = b" \t\r\n\f\v\xef\xbb\xbf\xfe\xff\x00"


@dataclass(frozen=True, slots=True)
class Postponed:
    """A page that is to be tried later."""

    seconds: float
    tries: int  # by then


Outcome = Document | Refusal | Postponed
Done = tuple[Page, Outcome]


def fetch_pages(
    pages: Iterable[Waiting], web: PoliteWeb, how: Callable[[Page], Asked], seconds: float
) -> Iterator[list[Done]]:
    """What became of pages, in lists of what came at about the same time."""
    sites: dict[str, deque[Waiting]] = {}
    for waiting in pages:
        sites.setdefault(_site(waiting.page), deque()).append(waiting)
    ready = [(time.monotonic() + web.politeness.wait(name), name) for name in sites]
    heapq.heapify(ready)
    end, in_flight = time.monotonic() + seconds, 0
    found: list[Done] = []
    oldest = 0.0  # of what was found and not given yet
    with Crew[tuple[str, Done]](min(THREADS, len(sites) or 1)) as crew:
        while in_flight or (ready and ready[0][0] < end):
            now = time.monotonic()
            while ready and ready[0][0] <= now < end and in_flight < THREADS:
                _, name = heapq.heappop(ready)
                waiting = sites[name].popleft()
                crew.submit(partial(_fetch, waiting, name, web, how(waiting.page)))
                in_flight += 1
            until = min(ready[0][0], end) if ready and in_flight < THREADS else max(end, now + web.seconds)
            until = min(until, oldest + SECONDS_TOGETHER) if found else until
            if given := crew.take(until - now):
                name, done = given
                in_flight -= 1
                oldest = oldest if found else time.monotonic()
                found += [done, *_left_alone(sites[name], web.politeness.wait(name), end)]
                if sites[name]:
                    heapq.heappush(ready, (time.monotonic() + web.politeness.wait(name), name))
            if found and (len(found) >= MOST_TOGETHER or time.monotonic() >= oldest + SECONDS_TOGETHER):
                yield found
                found = []
    if found:
        yield found


def _left_alone(rest: deque[Waiting], wait: float, end: float) -> list[Done]:
    """What a site still has when it is not to be asked again in this time."""
    if time.monotonic() + wait < end:
        return []
    postponed: list[Done] = [(waiting.page, Postponed(wait, waiting.tries)) for waiting in rest]
    rest.clear()
    return postponed


def _fetch(waiting: Waiting, name: str, web: PoliteWeb, asked: Asked, give: Give[tuple[str, Done]]) -> None:
    page = waiting.page
    outcome: Outcome
    try:
        outcome = _document(page, web.get(page.url, asked))
    except FetchError as error:
        tries = waiting.tries + 1
        if error.passes and tries < MAX_TRIES:
            outcome = Postponed(max(error.wait, FIRST_WAIT * 2 ** (tries - 1)), tries)
        else:
            outcome = Refusal(page.uri, error.reason, error.detail, source_name=page.source_name)
    except Exception as error:  # one page must not end the others
        outcome = Refusal(page.uri, "unreadable", f"{type(error).__name__}: {error}", source_name=page.source_name)
    give((name, (page, outcome)))


def _document(page: Page, answer: Answer) -> Document | Refusal:
    digest = sha256(answer.content).hexdigest()
    if not answer.content.strip(_BLANK):
        return Refusal(page.uri, "empty", "the server sent nothing", len(answer.content), digest, page.source_name)
    return Document(
        page.uri,
        answer.content,
        digest,
        given_url=answer.url,
        given_source=page.given_source,
        given_published=page.given_published,
        source_name=page.source_name,
        given_by=page.given_by,
        given_title=page.given_title,
        given_byline=page.given_byline,
        given_language=page.given_language,
        given_charset=answer.charset,
        date_order=page.date_order,
        wishes=page.wishes,
        flags=page.flags,
    )


def _site(page: Page) -> str:
    try:
        return site(parse(page.url, allow_private=True).host)
    except FetchError:  # it will be refused
        return ""
