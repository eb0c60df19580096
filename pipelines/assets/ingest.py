"""Documents: what lies in the inbox, or in the folder that a run is pointed at, is kept as it came."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
from pydantic import Field

from pipelines import progress, settings
from pipelines.assets.metadata import materialized, raw_spec
from pipelines.assets.resources import Warehouse
from pipelines.sources import folder
from pipelines.sources.types import Document, Refusal
from pipelines.warehouse.load import TakenIn, forget_gone, refused_uris, take_in

ITEMS_PER_LOAD = 500
MAX_LOAD_BYTES = 64_000_000


class IngestConfig(dg.Config):
    """Where a run reads from."""

    path: str | None = Field(default=None, description="A folder or a file to read in the place of the inbox.")


@dg.multi_asset(
    name="documents",
    specs=[
        raw_spec(
            "documents",
            "One row per version of a document: where it is from, and the hash of its content, kept in the raw store.",
            "sources",
        )
    ],
    pool="duckdb",
)
def documents(
    context: dg.AssetExecutionContext, config: IngestConfig, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult[None]]:
    """Read the inbox, or the given path, keep what is not known, and forget the rejections of what is gone."""
    home = warehouse.settings
    root, prefix = origin(home, config.path)
    taken = TakenIn()
    refused: set[str] = set()
    with warehouse.connect() as con, progress.track("reading", None) as advance:
        for items in loads(folder.read(root, prefix)):
            taken += take_in(con, home.raw, items, datetime.now(UTC))
            refused |= refused_uris(items)
            advance(len(items))
        gone = forget_gone(con, prefix, refused) if root.is_dir() else 0
        context.log.info(f"{root}: {taken.new} new, {taken.known} known, {taken.refused.total()} refused, {gone} gone")
        yield materialized(con, "documents", new=taken.new, known=taken.known, refused=dict(taken.refused), gone=gone)


def loads(found: Iterable[Document | Refusal]) -> Iterator[list[Document | Refusal]]:
    """What is kept together, in one transaction and in memory: so many items, or so many bytes, whichever is less."""
    items: list[Document | Refusal] = []
    held = 0
    for item in found:
        size = len(item.content) if isinstance(item, Document) else 0
        if items and (len(items) == ITEMS_PER_LOAD or held + size > MAX_LOAD_BYTES):
            yield items
            items, held = [], 0
        items.append(item)
        held += size
    if items:
        yield items


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
