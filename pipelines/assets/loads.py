"""Cuts what a source gives into loads that are kept together, in one transaction and in memory."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from pipelines.sources.types import Document, Found

ITEMS_PER_LOAD = 500
MAX_LOAD_BYTES = 64_000_000
Item = TypeVar("Item", bound=Found)


def loads(found: Iterable[Item]) -> Iterator[list[Item]]:
    """So many items, or so many bytes, whichever is less."""
    items: list[Item] = []
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
