"""After an edit of the dictionary: which articles it cannot touch, so that they need not be coded anew.

They would be coded as they are, and so count as coded with the knowledge as it is now.
"""

import tempfile
from pathlib import Path

import duckdb

from pipelines import progress
from pipelines.coder.coder import knowledge_files
from pipelines.coder.touched import touched
from pipelines.settings import Settings
from pipelines.warehouse.knowledge import forget_unused, keep, kept, lay_out
from pipelines.warehouse.load import count_as_coded
from pipelines.warehouse.worklist import articles_coded_with, dictionaries_coded_with

PAGE = 2_000  # articles whose words are looked at together


def spare_untouched(con: duckdb.DuckDBPyConnection, home: Settings, coder: str, version: str) -> int:
    """Count as coded with the dictionary of this `version` what the way to it does not touch; gives how many.

    Raises KnowledgeError for a table that cannot be used.
    """
    now = [home.seeds, *home.actor_folders]
    keep(con, version, knowledge_files(*now))
    spared = 0
    for old in sorted((dictionaries_coded_with(con, coder) & kept(con)) - {version}):
        with tempfile.TemporaryDirectory(dir=home.staging) as folder:
            edit = touched(lay_out(con, old, Path(folder)), now)
        if edit is None:
            continue
        total, pages = articles_coded_with(con, coder, old, PAGE)
        with progress.track("comparing", total) as advance:
            for page in pages:
                rows = page.to_pylist()
                same = [row["article_id"] for row in rows if not edit.concerns(row["text"])]
                count_as_coded(con, same, version)
                spared += len(same)
                advance(len(rows))
    forget_unused(con, version)
    return spared
