"""`entente sources`: add, list, check and remove what is asked for news.

Only `check` asks the network, and `add` where it is not told what lies at an address.
"""

import itertools
import re
import tomllib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from rich.console import Console
from rich.table import Table

from pipelines import progress
from pipelines.articles.clean import clean
from pipelines.settings import Settings
from pipelines.sources import listing
from pipelines.sources.columns import LayoutError
from pipelines.sources.crawl import fetch_pages
from pipelines.sources.discover import Place, look_at, look_at_path
from pipelines.sources.faults import SourceError
from pipelines.sources.fetch import PoliteWeb
from pipelines.sources.files import check_columns
from pipelines.sources.folder import FolderSource
from pipelines.sources.kinds import KINDS
from pipelines.sources.source import Source, WebSource
from pipelines.sources.types import Asked, Document, FetchError, Page, Refusal, Waiting
from pipelines.warehouse import database, polls

SHOWN = 5  # items of a check
MAX_PAGE_BYTES = 10_000_000
_COUNTS = """
select source_name, count(distinct uri) filter (is_document), coalesce(sum(n) filter (not is_document), 0) from (
    select source_name, uri, 1 as n, true as is_document from raw.documents
    union all
    select source_name, uri, coalesce(n_inputs, 1), false from raw.rejections
) where source_name is not null group by all
"""


def read(home: Settings) -> dict[str, Source]:
    """The sources of a home; a slip in the file is told in a line."""
    try:
        return listing.read(home.sources)
    except listing.SourcesError as error:
        raise click.ClickException(str(error)) from error


def named(home: Settings, name: str) -> Source:
    """One of them."""
    sources = read(home)
    if name not in sources:
        known = ", ".join(sources) or "none yet"
        raise click.ClickException(f"{home.sources} has no source {name} (there are: {known})")
    return sources[name]


def add(home: Settings, location: str | None, kind: str | None, name: str | None, said: dict[str, Any]) -> None:
    """Write a source into the file, of the kind that lies at the location where none is given."""
    private = said.get("allow_private") is True
    if location is not None:
        if Path(location).expanduser().exists():
            location = str(Path(location).expanduser().absolute())
        place = _place(location, PoliteWeb(home.contact), private) if kind is None else Place(kind, location)
        kind, said = place.kind, {"location": place.location, **said}
    elif kind is None:
        raise click.UsageError("give a location or --kind")
    taken = read(home)
    name = name or _free_name(location or kind, taken)
    try:
        _check_tables(listing.checked(home.sources, name, {"kind": kind, **said}))
        home.home.mkdir(parents=True, exist_ok=True)
        listing.add(home.sources, name, {"kind": kind, **said})
    except (listing.SourcesError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name} ({kind}) is in {home.sources}.")
    click.echo(f"`entente sources check {name}` says what is there, `entente run --source {name}` takes it in.")


def remove(home: Settings, name: str) -> None:
    """Take a source out of the file; what came from it stays."""
    try:
        listing.remove(home.sources, name)
    except listing.SourcesError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name} is asked no more; what came from it stays.")


def show(home: Settings) -> None:
    """Print a line for each source: what came of it, and when it is asked again."""
    sources = read(home)
    if not sources:
        click.echo("There are no sources yet: `entente sources add LOCATION`.")
        return
    counts, waiting, last = _state(home)
    table = Table("source", "kind", "documents", "refused", "waiting", "asked", "next", "trouble", box=None)
    for name, source in sources.items():
        documents, refused = counts.get(name, (0, 0))
        poll = last.get(name)
        numbers = [str(n) for n in (documents, refused, waiting.get(name, 0))]
        table.add_row(name, source.kind, *numbers, *_times(source, poll), _trouble(name, poll))
    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console.width = 10_000
    console.print(table)


def check(home: Settings, name: str) -> int:
    """Ask a source once and say what it has, keeping nothing; gives the exit status."""
    source = named(home, name)
    web = PoliteWeb(home.contact, None, home.site_seconds)
    console = Console(stderr=True)
    with progress.shown(console), progress.track("asking", None) as advance:
        pages: list[Page] = []
        documents: list[Document] = []  # the first ones: an archive may hold more than memory
        n_documents = 0
        refused: Counter[str] = Counter()
        examples: dict[str, Refusal] = {}
        for item in KINDS[source.kind].read(source, web, {}):
            if isinstance(item, Page):
                pages.append(item)
            elif isinstance(item, Refusal):
                refused[item.reason] += item.n_inputs
                examples.setdefault(item.reason, item)
            else:
                n_documents += 1
                documents += [item] * (n_documents <= SHOWN)
            advance(1)
    click.echo(f"{name}: {len(pages)} pages to fetch, {n_documents} documents, {refused.total()} refused")
    for line in [*map(_line, pages[:SHOWN]), *map(_line, documents)]:
        click.echo(f"  {line}")
    for reason, n in refused.most_common():
        click.echo(f"  {n} refused as {reason}: {examples[reason].uri} ({examples[reason].detail})")
    with progress.shown(console):
        example_of = documents[0] if documents else _fetched(pages[0], source, web) if pages else None
    if example_of is not None:
        click.echo(_became(example_of))
    return 0 if pages or documents or not refused else 1


def settings_of(pairs: tuple[str, ...]) -> dict[str, Any]:
    """Settings given as KEY=VALUE, the value as in TOML or, where it is none, a text."""
    said: dict[str, Any] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not re.fullmatch(r"\w+", key):
            raise click.UsageError(f"--set takes KEY=VALUE, not {pair}")
        try:
            said[key] = tomllib.loads(f"value = {value}")["value"]
        except tomllib.TOMLDecodeError:
            said[key] = value
    return said


def _place(location: str, web: PoliteWeb, allow_private: bool) -> Place:
    if not location.startswith(("http://", "https://")):
        if Path(location).exists() and (place := look_at_path(Path(location))):
            return place
        if "://" in location:
            raise click.ClickException(f"only addresses with http:// or https:// are asked, not {location}")
        there = "" if Path(location).exists() else "no file or folder here, no address with https://; "
        raise click.ClickException(f"{location}: {there}what it is has to be said: --kind {'|'.join(KINDS)}")
    try:
        return look_at(location, web, allow_private)
    except FetchError as error:
        is_private = "allow_private" in error.detail
        way = "--set allow_private=true asks it" if is_private else "with --kind it is added unseen"
        raise click.ClickException(f"{location}: {error.reason} ({error.detail}); {way}") from error


def _check_tables(source: Source) -> None:
    """Say now that a table has no column of articles, and not in the next run."""
    if not isinstance(source, FolderSource):
        return
    for path in source.paths:
        try:
            if Path(path).expanduser().is_file():
                check_columns(Path(path).expanduser(), source.options)
        except SourceError as error:
            is_unnamed = isinstance(error, LayoutError) and source.columns is None
            way = ", as by --set 'columns={text = \"COLUMN\"}'" if is_unnamed else ""
            raise click.ClickException(f"{path}: {error}{way}") from error


def _free_name(location: str, taken: dict[str, Source]) -> str:
    host = urlsplit(location).hostname or Path(location).name.partition(".")[0]
    base = re.sub(r"[^a-z0-9]+", "-", host.removeprefix("www.").lower()).strip("-") or "source"
    names = itertools.chain([base], (f"{base}-{n}" for n in itertools.count(2)))
    return next(name for name in names if name not in taken)


def _state(home: Settings) -> tuple[dict[str, tuple[int, int]], dict[str, int], dict[str, polls.Poll]]:
    """Documents and refusals, waiting pages, and polls, by source; nothing where no run has been yet."""
    if not home.work_db.exists():
        return {}, {}, {}
    try:
        with database.connect(home.work_db, seconds=2.0) as con:
            counts = {name: (int(a), int(b)) for name, a, b in con.execute(_COUNTS).fetchall()}
            return counts, polls.count_waiting(con), polls.last_polls(con)
    except database.WarehouseLockedError as error:
        raise click.ClickException("a run is at work; look again when it has ended") from error


def _times(source: Source, poll: polls.Poll | None) -> tuple[str, str]:
    if poll is None:
        return "never", "next run"
    following = "never" if poll.is_off else "next run" if poll.next_at <= datetime.now(UTC) else _time(poll.next_at)
    return _time(poll.polled_at), following


def _time(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def _trouble(name: str, poll: polls.Poll | None) -> str:
    if poll is None or poll.error is None:
        return ""
    off = f"; off: `entente run --source {name}` tries again" if poll.is_off else ""
    return f"{poll.error} ({poll.failures:g} failures{off})"


def _line(found: Page | Document) -> str:
    url = found.url if isinstance(found, Page) else found.given_url or found.uri
    return " · ".join(part for part in (found.given_published, found.given_title, url) if part)


def _fetched(page: Page, source: Source, web: PoliteWeb) -> Document | Refusal | None:
    asked = Asked(MAX_PAGE_BYTES, isinstance(source, WebSource) and source.allow_private)
    with progress.track("fetching", 1) as advance:
        for done in fetch_pages([Waiting(page)], web, lambda _: asked, web.seconds):
            advance(1)
            outcome = done[0][1]
            if isinstance(outcome, Document | Refusal):
                return outcome
    return None


def _became(found: Document | Refusal) -> str:
    """What the first of what is there becomes when it is cleaned."""
    article = found if isinstance(found, Refusal) else clean(found, datetime.now(UTC))
    if isinstance(article, Refusal):
        return f"The first becomes no article: {article.reason} ({article.detail})"
    when = article.published_at.date().isoformat() if article.published_at else "no date"
    return f"The first becomes an article: {article.title or 'no title'}, {when}, {article.n_sentences} sentences"
