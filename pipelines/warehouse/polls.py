"""How far each source is: when it is asked next, what it remembers, and which pages wait to be fetched.

All of it is written in the transaction that keeps what came with it, so that a run that is killed loses nothing and
asks nobody twice for what it has kept.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

import duckdb
import pyarrow as pa

from pipelines.sources.schema import SOURCES
from pipelines.sources.types import Page, Waiting
from pipelines.warehouse.database import raw_changed, transaction

FIRST = timedelta(hours=1)  # between the first polls of a source
SHORTEST, LONGEST = timedelta(minutes=10), timedelta(hours=24)
MANY_KNOWN, FEW_KNOWN = 0.67, 0.33  # shares of what a poll gave: above, polls may be rarer, below, they must be closer
STEP = 1.5
MAX_FAILURES = 30.0  # then a source is left alone until a person asks for it by name

_DUE = """
select name from unnest($names::varchar[]) as named(name)
left join state.polls on source_name = name
where source_name is null or (failures < $most and next_at <= $now)
"""

_KNOWN = "select uri, source_name, key from state.pages where uri in (select unnest($1::varchar[]))"

_WAITING = """
select said, tries from state.pages
where is_waiting and next_at <= $now and source_name in (select unnest($names::varchar[]))
order by found_at, uri limit $most
"""

_NEXT = """
select min(next_at) from (
    select next_at from state.polls
    where failures < $most and source_name in (select unnest($asked::varchar[]))
    union all
    select next_at from state.pages where is_waiting and source_name in (select unnest($names::varchar[]))
)
"""


@dataclass(frozen=True, slots=True)
class Poll:
    """How a source did when it was asked last."""

    source_name: str
    polled_at: datetime
    next_at: datetime
    minutes: float  # between its polls
    failures: float = 0.0  # in a row
    error: str | None = None  # the last one, where the last poll failed

    @property
    def is_off(self) -> bool:
        """Whether it failed so often that it is left alone."""
        return self.failures >= MAX_FAILURES


def due(con: duckdb.DuckDBPyConnection, names: Sequence[str], now: datetime) -> list[str]:
    """The sources whose time has come, in the order given."""
    found = con.execute(_DUE, {"names": list(names), "most": MAX_FAILURES, "now": now}).fetchall()
    ready = {row[0] for row in found}
    return [name for name in names if name in ready]


def last_polls(con: duckdb.DuckDBPyConnection) -> dict[str, Poll]:
    """Every source that was ever asked."""
    columns = "source_name, polled_at, next_at, minutes, failures, error"
    return {row[0]: Poll(*row) for row in con.execute(f"select {columns} from state.polls").fetchall()}


def memory(con: duckdb.DuckDBPyConnection, name: str) -> dict[str, str]:
    """What a source remembers."""
    return dict(con.execute("select key, value from state.memory where source_name = ?", [name]).fetchall())


def remember(con: duckdb.DuckDBPyConnection, name: str, said: Mapping[str, str]) -> None:
    """Keep what a source remembers now; inside the caller's transaction."""
    before = memory(con, name)
    gone = [key for key in before if key not in said]
    if gone:
        con.execute("delete from state.memory where source_name = ? and key in (select unnest(?))", [name, gone])
    for key, value in said.items():
        if before.get(key) != value:
            con.execute("insert or replace into state.memory values (?, ?, ?)", [name, key, value])


def poll_ended(last: Poll | None, name: str, now: datetime, fixed: float | None, share_known: float) -> Poll:
    """A poll that went well; `share_known` of what it gave was known before.

    The next one comes after `fixed` minutes, or, with None, after a time that grows and shrinks with the share.
    """
    minutes = _minutes(last, fixed)
    if fixed is None:
        minutes *= STEP if share_known > MANY_KNOWN else 1 / STEP if share_known < FEW_KNOWN else 1
        minutes = min(max(minutes, SHORTEST.total_seconds() / 60), LONGEST.total_seconds() / 60)
    return Poll(name, now, now + timedelta(minutes=minutes), minutes)


def poll_failed(last: Poll | None, name: str, now: datetime, fixed: float | None, error: str, weight: float) -> Poll:
    """A poll that gave nothing; the next one comes later with each failure, and not at all after too many."""
    minutes = _minutes(last, fixed)
    failures = (last.failures if last else 0.0) + weight
    wait = min(timedelta(minutes=minutes * 2 ** min(failures, 12)), LONGEST)
    return Poll(name, now, now + wait, minutes, failures, error)


def not_before(poll: Poll, time: datetime) -> Poll:
    """The poll with the next one at that time at the earliest."""
    return replace(poll, next_at=max(poll.next_at, time))


def _minutes(last: Poll | None, fixed: float | None) -> float:
    if fixed is not None:
        return fixed
    return last.minutes if last else FIRST.total_seconds() / 60


def note_poll(con: duckdb.DuckDBPyConnection, poll: Poll) -> None:
    """Keep how a source did."""
    row = [poll.source_name, poll.polled_at, poll.next_at, poll.minutes, poll.failures, poll.error]
    con.execute("insert or replace into state.polls values (?, ?, ?, ?, ?, ?)", row)


def note_sources(
    con: duckdb.DuckDBPyConnection, listed: Mapping[str, Mapping[str, str | None]], at_any_rate: bool
) -> None:
    """Put the listed sources (kind, outlet, country), and how the last poll of each went, into raw.sources.

    A poll that went like the one before it is no news, lest every poll make a new build; it is told `at_any_rate`.
    """
    last = last_polls(con)
    rows = [_source_row(name, said, last.get(name)) for name, said in listed.items()]
    news = [name for name in SOURCES.names if name not in ("polled_at", "next_at")]
    before = set(con.execute(f"select {', '.join(news)} from raw.sources").fetchall())
    if at_any_rate or before != {tuple(row[name] for name in news) for row in rows}:
        con.register("sources_now", pa.Table.from_pylist(rows, schema=SOURCES))
        with transaction(con):
            con.execute("delete from raw.sources")
            con.execute("insert into raw.sources by name select * from sources_now")
            raw_changed(con)
        con.unregister("sources_now")


def _source_row(name: str, said: Mapping[str, str | None], poll: Poll | None) -> dict[str, object]:
    return {
        **said,
        "source_name": name,
        "polled_at": poll.polled_at if poll else None,
        "next_at": poll.next_at if poll and not poll.is_off else None,
        "failures": poll.failures if poll else 0.0,
        "is_off": poll is not None and poll.is_off,
        "error": poll.error if poll else None,
    }


def note_pages(con: duckdb.DuckDBPyConnection, pages: Sequence[Page], now: datetime) -> int:
    """Let the pages wait that are not known, or that their own source says are others now; gives how many those are.

    Inside the caller's transaction.
    """
    known = {uri: (source, key) for uri, source, key in con.execute(_KNOWN, [[p.uri for p in pages]]).fetchall()}
    new: dict[str, Page] = {}
    for page in pages:
        source, key = known.get(page.uri, (page.source_name, None))
        if source == page.source_name and key != page.key:
            new.setdefault(page.uri, page)
    if new:
        rows = [(p.uri, p.source_name, p.key, json.dumps(asdict(p)), now, now, 0, True) for p in new.values()]
        names = ("uri", "source_name", "key", "said", "found_at", "next_at", "tries", "is_waiting")
        con.register("new_pages", pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))))
        con.execute("insert or replace into state.pages by name select * from new_pages")
        con.unregister("new_pages")
    return len(new)


def waiting(con: duckdb.DuckDBPyConnection, names: Sequence[str], now: datetime, most: int) -> list[Waiting]:
    """Pages of these sources that wait and may be tried now, those first that were found first."""
    rows = con.execute(_WAITING, {"now": now, "names": list(names), "most": most}).fetchall()
    return [Waiting(Page(**json.loads(said)), tries) for said, tries in rows]


def count_waiting(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Pages that wait, by source."""
    query = "select source_name, count(*) from state.pages where is_waiting group by all"
    return {name: int(n) for name, n in con.execute(query).fetchall()}


def pages_done(con: duckdb.DuckDBPyConnection, uris: Sequence[str]) -> None:
    """The pages have their outcome; inside the caller's transaction."""
    con.execute("update state.pages set is_waiting = false where uri in (select unnest(?))", [list(uris)])


def page_postponed(con: duckdb.DuckDBPyConnection, uri: str, next_at: datetime, tries: int) -> None:
    """The page is tried again later, after so many tries; inside the caller's transaction."""
    con.execute("update state.pages set tries = ?, next_at = ? where uri = ?", [tries, next_at, uri])


def next_time(con: duckdb.DuckDBPyConnection, names: Sequence[str], asked: Sequence[str]) -> datetime | None:
    """When there is something to fetch again: a page of the sources `names`, or one of the sources `asked` itself."""
    given = {"names": list(names), "asked": list(asked), "most": MAX_FAILURES}
    return con.execute(_NEXT, given).fetchall()[0][0]  # type: ignore[no-any-return]
