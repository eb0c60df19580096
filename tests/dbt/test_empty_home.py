"""A home without documents still has every public table, and all checks hold."""

from pathlib import Path

import duckdb


def test_every_table_is_there_and_empty(empty_db: Path) -> None:
    with duckdb.connect(str(empty_db), read_only=True) as con:
        tables = [
            name
            for (name,) in con.execute(
                "select table_name from information_schema.tables where table_schema = 'main'"
            ).fetchall()
        ]
        counts = {table: con.execute(f"select count(*) from {table}").fetchall()[0][0] for table in tables}
    assert len(counts) == 29
    knowledge = {table for table, n in counts.items() if n}
    assert knowledge == {"actors", "event_types", "countries", "actor_codes", "build_info"}
