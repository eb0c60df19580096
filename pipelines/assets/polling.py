"""Asks the sources that are due, fetches the pages that wait, and keeps what they give.

Sources are read by threads, and pages fetched by others; all that comes is kept by this one, each load in a transaction
with what its source remembers.  So whatever is killed goes on where it was.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

import duckdb

from pipelines import progress
from pipelines.assets.loads import loads
from pipelines.settings import Settings
from pipelines.sources.crawl import Done, Postponed, fetch_pages
from pipelines.sources.crew import Crew, Give
from pipelines.sources.fetch import PoliteWeb
from pipelines.sources.folder import prefixes
from pipelines.sources.kinds import KINDS
from pipelines.sources.robots import Rules
from pipelines.sources.source import Source, WebSource
from pipelines.sources.types import Asked, Document, Found, Page, Refusal
from pipelines.warehouse import polls
from pipelines.warehouse.database import transaction
from pipelines.warehouse.load import TakenIn, count_inputs, forget_gone, forget_refusals, take_in

POLLED_AT_ONCE = 8
MOST_PAGES = 100_000  # of a run
MAX_PAGE_BYTES = 10_000_000
ROBOTS = "(robots)"  # stands for a source in what is remembered, and so does
SITES = "(sites)"  # until when sites have asked to be left alone
SOFT = {"network": 0.25, "timeout": 0.25, "http_error": 0.25}  # what part of a failure is one that may pass by itself
NO_FAILURE = ("too_many_items",)  # refusals of a location from which something was taken


@dataclass(frozen=True, slots=True)
class Load:
    """Some of what a source gave, and what it remembers by then."""

    source: Source
    items: list[Found]
    memory: dict[str, str]
    is_last: bool


@dataclass(slots=True)
class Tally:
    """What one poll gave."""

    new: int = 0
    known: int = 0
    refused: dict[str, Refusal] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)  # what the source remembered

    def count(self, taken: TakenIn, new_pages: int, pages: int) -> None:
        """Add what one load came to."""
        self.new += taken.new + new_pages
        self.known += taken.known + pages - new_pages


def take_in_sources(
    con: duckdb.DuckDBPyConnection, home: Settings, sources: dict[str, Source], only: str | None
) -> TakenIn:
    """Ask the sources that are due, or `only` one at any rate, and fetch what pages wait of them."""
    kept = {origin: Rules(**json.loads(said)) for origin, said in polls.memory(con, ROBOTS).items()}
    sites = {site: float(until) for site, until in polls.memory(con, SITES).items()}
    web = PoliteWeb(home.contact, kept, home.site_seconds, asked_to_wait=sites)
    now = datetime.now(UTC)
    local = [name for name, source in sources.items() if source.is_local and source.poll_minutes is None]
    due = [only] if only else [*polls.due(con, list(sources), now), *local]
    asked = [source for name, source in sources.items() if name in due]
    try:
        taken = ask(con, home, asked, web) if asked else TakenIn()
        names = [only] if only else list(sources)
        taken += fetch(con, home, {name: sources[name] for name in names}, web)
    finally:
        web.stop()
        fresh = [(origin, rules) for origin, rules in dict(kept).items() if rules.are_fresh(time.time())]
        with transaction(con):
            polls.remember(con, ROBOTS, {origin: json.dumps(asdict(rules)) for origin, rules in fresh})
            polls.remember(con, SITES, {site: f"{until:.0f}" for site, until in sites.items() if until > time.time()})
    tell_next_poll(con, home, sources)
    return taken


def ask(con: duckdb.DuckDBPyConnection, home: Settings, sources: Sequence[Source], web: PoliteWeb) -> TakenIn:
    """Read sources, several at once, and keep what they give."""
    taken, tallies = TakenIn(), {source.name: Tally(before=polls.memory(con, source.name)) for source in sources}
    last = polls.last_polls(con)
    with (
        Crew[Load](min(POLLED_AT_ONCE, len(sources))) as crew,
        progress.track("asking", len(sources)) as advance,
    ):
        for source in sources:
            crew.submit(partial(_read, source, web, dict(tallies[source.name].before)))
        left = len(sources)
        while left:
            load = crew.take(60.0)
            if load is None:
                continue
            tally = tallies[load.source.name]
            taken += _keep(con, home, load, tally, last.get(load.source.name), web)
            if load.is_last:
                left -= 1
                advance(1)
    return taken


def fetch(con: duckdb.DuckDBPyConnection, home: Settings, sources: dict[str, Source], web: PoliteWeb) -> TakenIn:
    """Fetch the pages that wait, as long as a run may, and keep them."""
    taken = TakenIn()
    waiting = polls.waiting(con, list(sources), datetime.now(UTC), MOST_PAGES)

    def how(page: Page) -> Asked:
        source = sources[page.source_name]
        return Asked(MAX_PAGE_BYTES, isinstance(source, WebSource) and source.allow_private)

    with progress.track("fetching", len(waiting)) as advance:
        for done in fetch_pages(waiting, web, how, home.fetch_minutes * 60) if waiting else ():
            taken += _keep_pages(con, home, done)
            advance(len(done))
    return taken


def tell_next_poll(con: duckdb.DuckDBPyConnection, home: Settings, sources: dict[str, Source]) -> None:
    """Leave word of when there is something to ask again, for who may not open the working database."""
    asked = [name for name, source in sources.items() if not source.is_local or source.poll_minutes]
    when = polls.next_time(con, list(sources), asked)
    fresh = home.next_poll.with_suffix(".tmp")
    fresh.write_text(when.isoformat() if when else "")
    fresh.replace(home.next_poll)


def tell_sources(con: duckdb.DuckDBPyConnection, sources: dict[str, Source], at_any_rate: bool) -> None:
    """Say in the warehouse how each source that is listed is."""
    said = {
        name: {"kind": source.kind, "outlet": (source.outlet or "").strip() or None, "country": source.country}
        for name, source in sources.items()
    }
    polls.note_sources(con, said, at_any_rate)


def _read(source: Source, web: PoliteWeb, memory: dict[str, str], give: Give[Load]) -> None:
    """Give all that a source has; what its reader stumbles over is a refusal of its first location."""
    items: list[Found] = []
    known = dict(memory)  # what is remembered once the items are kept, and not yet what was read on since
    try:
        for following in loads(KINDS[source.kind].read(source, web, memory)):
            if items:
                give(Load(source, items, known, False))
            items, known = following, dict(memory)
        give(Load(source, items, dict(memory), True))
    except Exception as error:  # one source must not end the others
        why = f"{type(error).__name__}: {error}"
        fault = Refusal(source.location[0], "unreadable", why, source_name=source.name)
        give(Load(source, [*items, fault], known, True))


def _keep(
    con: duckdb.DuckDBPyConnection, home: Settings, load: Load, tally: Tally, last: polls.Poll | None, web: PoliteWeb
) -> TakenIn:
    now, source = datetime.now(UTC), load.source
    pages = [item for item in load.items if isinstance(item, Page)]
    others = [item for item in load.items if not isinstance(item, Page)]
    tally.refused |= {item.uri: item for item in others if isinstance(item, Refusal)}
    new_pages = 0
    not_read = {uri for uri, said in load.memory.items() if source.is_local and tally.before.get(uri) == said}

    def along() -> None:
        nonlocal new_pages
        new_pages = polls.note_pages(con, pages, now) if pages else 0
        polls.remember(con, source.name, load.memory)
        if load.is_last:
            # what is asked for and remembered has answered; what a file holds is not read again while it is the same
            files = {prefix.removesuffix("#") for prefix in prefixes(source)}
            answered = {*source.location, *files, *(() if source.is_local else load.memory)} - set(tally.refused)
            forget_refusals(con, sorted(answered - not_read), () if load.items else NO_FAILURE)

    taken = take_in(con, home.raw, others, now, along)
    tally.count(taken, new_pages, len(pages))
    if load.is_last:
        for prefix in prefixes(source) if tally.refused.keys().isdisjoint(source.location) else ():
            forget_gone(con, prefix, set(tally.refused), sorted(not_read))
        taken += TakenIn(known=count_inputs(con, sorted(not_read)))
        polls.note_poll(con, _judged(source, tally, last, now, web))
    return taken


def _judged(source: Source, tally: Tally, last: polls.Poll | None, now: datetime, web: PoliteWeb) -> polls.Poll:
    """How the poll went, and when the next one is."""
    fixed = float(source.poll_minutes) if source.poll_minutes else 0.0 if source.is_local else None
    refused = [tally.refused[location] for location in source.location if location in tally.refused]
    failed = [refusal for refusal in refused if refusal.reason not in NO_FAILURE]
    if len(failed) < len(source.location):
        given = tally.new + tally.known
        return polls.poll_ended(last, source.name, now, fixed, tally.known / given if given else 1.0)
    error = "; ".join(f"{refusal.reason}: {refusal.detail or ''}" for refusal in failed)
    weight = 0.0 if source.is_local else min(SOFT.get(refusal.reason, 1.0) for refusal in failed)
    poll = polls.poll_failed(last, source.name, now, fixed, error, weight)
    return polls.not_before(poll, now + timedelta(seconds=max(map(web.wait, source.location))))


def _keep_pages(con: duckdb.DuckDBPyConnection, home: Settings, done: list[Done]) -> TakenIn:
    now = datetime.now(UTC)
    found = [outcome for _, outcome in done if isinstance(outcome, Document | Refusal)]

    def along() -> None:
        polls.pages_done(con, [page.uri for page, outcome in done if not isinstance(outcome, Postponed)])
        for page, outcome in done:
            if isinstance(outcome, Postponed):
                polls.page_postponed(con, page.uri, now + timedelta(seconds=outcome.seconds), outcome.tries)

    return take_in(con, home.raw, found, now, along)
