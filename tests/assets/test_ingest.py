"""What is read is kept in loads that are small in items and in bytes."""

from pipelines.assets.loads import ITEMS_PER_LOAD, MAX_LOAD_BYTES, loads
from pipelines.sources.types import Document, Refusal


def test_a_load_is_cut_by_items_and_by_bytes_and_loses_nothing() -> None:
    large = Document("inbox:a.txt", bytes(MAX_LOAD_BYTES // 2), "0")
    none = Refusal("inbox:b.txt", "empty")
    found = [large, none, large, large, *[none] * ITEMS_PER_LOAD]
    cut = list(loads(iter(found)))
    assert [len(items) for items in cut] == [3, ITEMS_PER_LOAD, 1]
    assert [item for items in cut for item in items] == found
