"""A build that follows another makes anew just what is touched, and ends with what a build of everything makes."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from benchmarks.reports import fill
from pipelines.warehouse.schema import CODER_TABLES, RAW_TABLES, create
from tests.dbt.conftest import Dbt

N = 600
RUN = ("run", "--exclude", "config.materialized:view")  # those stand since the first build
ONE = "(select min(article_id) from raw.articles)"
SOME, OTHERS = (f"(select article_id from raw.articles where hash(article_id) % 20 = {part})" for part in (0, 1))

# what happens between two builds
CHANGES = {
    "nothing": [],
    "a day's new articles, and late ones with old dates": [
        "fill 600 100",
        "update raw.relations set event_date_start = date '2021-01-01', event_date_end = date '2021-01-01',"
        " event_date_precision = 'day', event_date_from = 'text' where hash(relation_id) % 9 = 0",
    ],
    "corrected articles, and articles coded anew": [
        "update raw.articles set text_sha256 = 'new', title = 'New title', published_at = published_at - interval 9 day"
        f" where article_id in {SOME}",
        f"delete from raw.relations where article_id in {SOME} and sentence_no = 1",
        f"update raw.relations set cameo_code = '190', is_symmetric = false where article_id in {SOME}",
        f"update raw.coded_articles set coder_version = '2' where article_id in {OTHERS}",
        f"update raw.relations set status = if(status = 'negated', 'actual', 'negated') where article_id in {OTHERS}",
        f"update raw.mentions set actor_id = 'cty:FRA' where article_id in {OTHERS} and sentence_no = 2",
    ],
    "articles that are gone, stories joined and parted": [
        *(
            f"delete from raw.{table} where article_id in {SOME}"
            for table in ("sentences", "coded_articles", *CODER_TABLES, "article_versions")
        ),
        f"delete from raw.articles where article_id in {SOME}",
        "delete from raw.near_duplicates where hash(article_id) % 2 = 0",
        f"insert into raw.near_duplicates select article_id, {ONE}, 0.9 from raw.articles"
        " where hash(article_id) % 70 = 0",
    ],
    "another affiliation": [
        "update raw.affiliations set valid_to = date '2020-01-01', precision = 'day' where actor_id in"
        " (select actor_id from raw.mentions where starts_with(actor_id, 'per:') order by hash(actor_id) limit 3)",
        "update raw.actors set actor = 'The ' || actor, sector = null"
        " where kind <> 'country' and hash(actor_id) % 50 = 0",
        "update raw.coded_articles set dictionary_version = '2'",  # of those that were left as they were too
    ],
}  # fmt: skip


def differences(one: Path, other: Path) -> list[tuple[str, int, int]]:
    """Public tables with rows that stand in just one of two databases."""
    with duckdb.connect() as con:
        con.execute(f"attach '{one}' as one (read_only); attach '{other}' as other (read_only)")
        tables = con.execute(
            "select table_name from information_schema.tables where table_catalog = 'one' and table_schema = 'main'"
            " and table_type = 'BASE TABLE' order by all"
        ).fetchall()
        assert len(tables) > 15
        found = []
        for (table,) in tables:
            lost, extra = (
                con.execute(f"select count(*) from (from {a}.main.{table} except all from {b}.main.{table})").fetchall()
                for a, b in (("other", "one"), ("one", "other"))
            )
            found.append((table, lost[0][0], extra[0][0]))
    return [row for row in found if row[1] or row[2]]


def touched(database: Path) -> dict[str, int]:
    with duckdb.connect(str(database), read_only=True) as con:
        names = ("articles", "actors", "relations", "events")
        return {
            name: con.execute(f"select count(*) from intermediate.int_touched_{name}").fetchall()[0][0]
            for name in names
        }


@pytest.fixture(scope="module")
def database(dbt: Dbt, work_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("incremental") / "work.duckdb"
    shutil.copyfile(work_db, path)  # for its seeds
    with duckdb.connect(str(path)) as con:
        create(con)
        for table in RAW_TABLES:
            con.execute(f"delete from raw.{table}")
        fill(con, N)
    assert dbt.run(path, "run", "--full-refresh").success
    return path


def change(database: Path, statements: Sequence[str]) -> None:
    with duckdb.connect(str(database)) as con:
        for statement in statements:
            if statement.startswith("fill "):
                first, n = map(int, statement.split()[1:])
                fill(con, n, first)
            else:
                con.execute(statement)


@pytest.mark.parametrize("what", CHANGES)
def test_a_build_ends_the_same_whatever_went_before(dbt: Dbt, database: Path, tmp_path: Path, what: str) -> None:
    change(database, CHANGES[what])
    assert dbt.run(database, *RUN).success
    anew = tmp_path / "work.duckdb"
    shutil.copyfile(database, anew)
    assert dbt.run(anew, *RUN, "--full-refresh").success
    assert differences(database, anew) == []
    counts = touched(database)
    assert (counts["articles"] > 0) == bool(CHANGES[what]), counts
    assert counts["articles"] < touched(anew)["articles"]  # which is all of them
