"""Keeps the knowledge that articles were coded with, file by file, so that it can be held against an edit of it.

Takes the files of a version; gives them back as folders.  A version with which no article is coded is forgotten.
"""

import zlib
from collections.abc import Iterable
from pathlib import Path

import duckdb

from pipelines.warehouse.database import transaction


def keep(con: duckdb.DuckDBPyConnection, version: str, files: Iterable[tuple[int, Path]]) -> None:
    """Keep the files of a version, each with the layer that it is in: 0 the bundled one, the user's over it."""
    if version in kept(con):
        return
    rows = [(version, layer, path.name, zlib.compress(path.read_bytes())) for layer, path in files]
    with transaction(con):
        con.executemany("insert into state.knowledge values (?, ?, ?, ?)", rows)


def kept(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The versions whose files are here."""
    return {row[0] for row in con.execute("select distinct version from state.knowledge").fetchall()}


def lay_out(con: duckdb.DuckDBPyConnection, version: str, folder: Path) -> list[Path]:
    """Write the files of a version into folders below `folder`, one for each layer, and give these in their order."""
    query = "select layer, name, content from state.knowledge where version = ? order by layer"
    layers: dict[int, Path] = {}
    for layer, name, content in con.execute(query, [version]).fetchall():
        path = layers.setdefault(layer, folder / str(layer))
        path.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(zlib.decompress(content))
    return list(layers.values())


def forget_unused(con: duckdb.DuckDBPyConnection, version: str) -> None:
    """Forget every version but this one with which no article is coded."""
    con.execute(
        """delete from state.knowledge
        where version <> ? and version not in (select dictionary_version from raw.coded_articles)""",
        [version],
    )
