"""Documents: what lies in the inbox and what the sources have, or the folder that a run is pointed at, is kept."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import duckdb
from pydantic import Field

from pipelines import progress, settings
from pipelines.assets.loads import loads
from pipelines.assets.metadata import materialized, raw_spec
from pipelines.assets.polling import take_in_sources, tell_sources
from pipelines.assets.resources import Warehouse
from pipelines.sources import folder, listing
from pipelines.warehouse import polls
from pipelines.warehouse.database import raw_version, transaction
from pipelines.warehouse.load import TakenIn, count_inputs, forget_gone, refused_uris, take_in

FILES = "(files)"  # stands for a source in what is remembered


class IngestConfig(dg.Config):
    """Where a run reads from."""

    path: str | None = Field(default=None, description="A folder or a file to read, in the place of all else.")
    source: str | None = Field(default=None, description="A source to ask now, in the place of all else.")


@dg.multi_asset(
    name="documents",
    specs=[
        raw_spec(
            "documents",
            "One row per version of a document: where it is from, and the hash of its content, kept in the raw store.",
            "sources",
        ),
        raw_spec(
            "sources",
            "One row per source that is listed: whether it answers, what troubles it, and when it is asked again.",
            "sources",
        ),
    ],
    pool="duckdb",
)
def documents(
    context: dg.AssetExecutionContext, config: IngestConfig, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult[None]]:
    """Read the inbox and ask the sources that are due, keep what is not known, and forget what is gone."""
    home = warehouse.settings
    sources = {} if config.path else listing.read(home.sources)
    if config.source is not None and config.source not in sources:
        raise dg.Failure(f"{home.sources} has no source {config.source}")
    taken, gone = TakenIn(), 0
    with warehouse.connect() as con:
        before = raw_version(con)
        if config.source is None:
            taken, gone = read_files(con, home, config.path)
        if sources:
            taken += take_in_sources(con, home, sources, config.source)
        if config.path is None:
            tell_sources(con, sources, raw_version(con) != before)
        waiting = sum(polls.count_waiting(con).values())
        said = f"{taken.new} new, {taken.known} known, {taken.refused.total()} refused, {gone} gone, {waiting} waiting"
        context.log.info(said)
        counts = {"new": taken.new, "known": taken.known, "refused": dict(taken.refused)}
        yield materialized(con, "documents", **counts, gone=gone, waiting=waiting, changed=raw_version(con) != before)
        yield materialized(con, "sources")


def read_files(con: duckdb.DuckDBPyConnection, home: settings.Settings, path: str | None) -> tuple[TakenIn, int]:
    """Keep what lies in the inbox, or at a path; gives also how many rejections are of what is there no more."""
    root, prefix = origin(home, path)
    taken = TakenIn()
    refused: set[str] = set()
    before = polls.memory(con, FILES)
    memory = dict(before)

    def along() -> None:
        polls.remember(con, FILES, memory)

    with progress.track("reading", None) as advance:
        for items in loads(folder.read(root, prefix, memory)):
            taken += take_in(con, home.raw, items, datetime.now(UTC), along)
            refused |= refused_uris(items)
            advance(len(items))
    with transaction(con):  # the last file is remembered after all that was in it
        along()
    not_read = as_it_was(before, memory)
    gone = forget_gone(con, prefix, refused, not_read) if root.is_dir() else 0
    return taken + TakenIn(known=count_inputs(con, not_read)), gone


def as_it_was(before: Mapping[str, str], memory: Mapping[str, str]) -> list[str]:
    """The tables and archives that were not read again, since they have not changed."""
    return [uri for uri, said in memory.items() if before.get(uri) == said]


def origin(home: settings.Settings, path: str | None) -> tuple[Path, str]:
    """The folder or file to read and the prefix of its uris.

    What lies in the inbox or among the samples is named by its place in there, so that its ids are the same on every
    machine; what lies elsewhere is named by its absolute path, since two folders may hold files of one name.
    """
    root = Path(path).resolve() if path else home.inbox.resolve()
    base = root if root.is_dir() else root.parent
    for name, known in (("inbox", home.inbox), ("samples", home.samples)):
        if base.is_relative_to(known.resolve()):
            below = base.relative_to(known.resolve()).as_posix()
            return root, f"{name}:" if below == "." else f"{name}:{below}/"
    return root, folder.file_prefix(root)
