"""Published files of every size that a page must stand: none rows, two articles, some thousand, and a hostile one."""

from pathlib import Path

import pytest

from published.store import Store, identify, open_store
from tests.dashboard.warehouse import build

SIZES = {"empty": 0, "two": 2, "fourteen": 14, "thousands": 2000, "hostile": 14}


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("published")
    return {name: build(folder / f"{name}.duckdb", n, hostile=name == "hostile") for name, n in SIZES.items()}


@pytest.fixture(scope="session")
def stores(published: dict[str, Path]) -> dict[str, Store]:
    opened = {}
    for name, path in published.items():
        identity = identify(path)
        assert identity is not None
        opened[name] = open_store(identity)
    return opened
