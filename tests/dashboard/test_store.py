"""The store opens the published file for reading and nothing else, and follows a new build."""

from pathlib import Path

import duckdb
import pytest

from dashboard.queries import overview
from published.store import LATER, Store, StoreError, identify, open_store, published_path
from tests.dashboard.warehouse import build


def opened(path: Path) -> Store:
    identity = identify(path)
    assert identity is not None
    return open_store(identity)


def test_where_the_file_is_expected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ENTENTE_DB", raising=False)
    monkeypatch.setenv("ENTENTE_HOME", "/somewhere")
    assert published_path() == Path("/somewhere/entente.duckdb")
    monkeypatch.setenv("ENTENTE_DB", "/elsewhere/x.duckdb")
    assert published_path() == Path("/elsewhere/x.duckdb")


def test_no_file_has_no_identity(tmp_path: Path) -> None:
    assert identify(tmp_path / "entente.duckdb") is None


def test_a_new_build_in_the_same_place_is_seen_and_the_old_one_stays_whole(tmp_path: Path) -> None:
    path = build(tmp_path / "entente.duckdb", 2, run_id="first")
    first = opened(path)
    build(path, 14, run_id="second")
    second = opened(path)
    assert first.identity != second.identity
    assert (first.build["run_id"], second.build["run_id"]) == ("first", "second")
    assert overview.holdings(first.cursor())["articles"] == 2
    assert overview.holdings(second.cursor())["articles"] == 14


def test_reading_leaves_the_file_free_for_the_next_build(tmp_path: Path) -> None:
    path = build(tmp_path / "entente.duckdb", 2)
    before = path.read_bytes()
    store = opened(path)
    overview.holdings(store.cursor())
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["entente.duckdb"]


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "copy (select 1) to '/tmp/entente-leak.csv'",
        "attach '/tmp/entente-other.duckdb'",
        "install httpfs",
        "set enable_external_access = true",
        "set memory_limit = '100GB'",
        "delete from warehouse.main.relations",
        "create table warehouse.main.mine (x integer)",
        "drop table warehouse.main.articles",
    ],
)
def test_no_query_reaches_beyond_the_published_file(stores: dict[str, Store], statement: str) -> None:
    with pytest.raises(duckdb.Error):
        stores["two"].cursor().execute(statement).fetchall()


def test_another_schema_version_is_refused_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="version 99 of the public tables"):
        opened(build(tmp_path / "entente.duckdb", 2, schema="99"))


def test_a_table_that_came_later_is_empty_in_an_older_file(tmp_path: Path) -> None:
    store = opened(build(tmp_path / "entente.duckdb", 2, old=True))
    assert store.cursor().execute("select * from coder_quality").fetchall() == []
    assert overview.holdings(store.cursor())["articles"] == 2


def test_a_file_that_is_no_database_is_refused_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "entente.duckdb"
    path.write_text("not a database")
    with pytest.raises(StoreError, match="cannot be read"):
        opened(path)


def test_a_database_without_the_public_tables_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "entente.duckdb"
    duckdb.connect(str(path)).execute("create table something (x integer)").close()
    with pytest.raises(StoreError, match="cannot be read"):
        opened(path)


def test_what_stands_in_for_later_tables_has_their_columns(tmp_path: Path) -> None:
    columns = """
    select table_name, list((column_name, data_type) order by ordinal_position) from information_schema.columns
    where table_catalog = ? group by table_name
    """
    present = opened(build(tmp_path / "present.duckdb", 2)).cursor().execute(columns, ["warehouse"]).fetchall()
    stand_ins = opened(build(tmp_path / "old.duckdb", 2, old=True)).cursor().execute(columns, ["memory"]).fetchall()
    assert set(LATER) <= {name for name, _ in stand_ins}
    assert {name: found for name, found in stand_ins if name in LATER}.items() <= dict(present).items()
