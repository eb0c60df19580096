"""What the models make of five reports, table by table."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

JULY_17, JULY_24 = date(2023, 7, 17), date(2023, 7, 24)


@pytest.fixture(scope="module")
def con(work_db: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(work_db), read_only=True) as connection:
        yield connection


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return con.execute(sql).fetchall()


def test_a_reprint_belongs_to_the_story_of_the_first_report(con: duckdb.DuckDBPyConnection) -> None:
    assert rows(con, "select article_id, story_id, is_story_head from articles where story_id = 'a1'") == [
        ("a1", "a1", True),
        ("a2", "a1", False),
    ]
    assert rows(con, "select head_article_id, n_articles, n_sources from stories where story_id = 'a1'") == [
        ("a1", 2, 2)
    ]


def test_times_are_utc_and_unknown_times_are_null(con: duckdb.DuckDBPyConnection) -> None:
    assert rows(con, "select published_at from articles where article_id in ('a1', 'd1') order by article_id") == [
        (datetime(2023, 7, 20, 12),),
        (None,),
    ]


def test_a_relation_reads_as_who_did_what_to_whom_with_its_evidence(con: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select source_actor, source_country, source_code, cameo_code, cameo_root, plover_type, quad_class,
            target_actor, evidence, source, third_parties
        from relations where article_id = 'b1' and status = 'actual'
    """
    third_parties = [
        {"actor_id": "cty:CHN", "actor": "China", "role": "mediator"},
        {"actor_id": "cty:OMN", "actor": "Oman", "role": "venue"},
    ]
    assert rows(con, sql) == [
        (
            "Egypt", "EGY", "EGY", "046", "04", "CONSULT", "verbal_cooperation", "Iran", "Egypt met Iran in Muscat",
            "Wire", third_parties,
        )
    ]  # fmt: skip


def test_events_merge_reports_and_leave_denials_out(con: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select source_actor_id, target_actor_id, cameo_code, status, week,
            n_relations, n_stories, n_sources, len(relation_ids)
        from events order by event_date_start nulls last
    """
    assert rows(con, sql) == [
        ("cty:IRQ", "cty:IRN", "190", "actual", None, 1, 1, 0, 1),  # a war of 1980 is no week's news
        ("cty:IRN", "cty:EGY", "042", "actual", JULY_17, 2, 1, 2, 2),
        ("cty:EGY", "cty:IRN", "046", "actual", JULY_17, 2, 2, 1, 2),  # told from both sides, stands once
        ("met:0000000000000001", "cty:EGY", "042", "planned", None, 1, 1, 0, 1),
    ]
    assert rows(con, "select count(*) from relations where status = 'negated' and event_id is null") == [(1,)]


def test_each_event_has_one_first_report(con: duckdb.DuckDBPyConnection) -> None:
    assert rows(con, "select count(*) from relations where is_first_report and status <> 'negated'") == [(4,)]
    assert rows(con, "select article_id from relations where cameo_code = '046' and is_first_report") == [("b1",)]


def test_dyad_weeks_count_events_not_reprints(con: duckdb.DuckDBPyConnection) -> None:
    sql = """
        select source, target, week, n_events, n_stories, n_cooperative, n_symmetric
        from dyad_weeks where level = 'country'
    """
    assert rows(con, sql) == [("EGY", "IRN", JULY_17, 1, 2, 1, 1), ("IRN", "EGY", JULY_17, 1, 1, 1, 0)]


def test_actor_weeks_count_mentions_by_publication_and_deeds_by_event(con: duckdb.DuckDBPyConnection) -> None:
    sql = "select week, n_mentions, n_articles, n_as_source, n_as_target from actor_weeks where actor_id = 'cty:IRN'"
    assert rows(con, sql) == [(JULY_17, 1, 2, 1, 1)]
    sql = "select week, n_mentions from actor_weeks where actor_id like 'met:%'"
    assert rows(con, sql) == [(JULY_24, 1)]


def test_met_actors_stand_beside_the_dictionary(con: duckdb.DuckDBPyConnection) -> None:
    sql = "select actor, cameo_code, is_known, first_seen, n_mentions from actors where actor_id like 'met:%'"
    assert rows(con, sql) == [("The Shah", "IRNELI", False, date(2023, 7, 25), 1)]
    assert rows(con, "select n_mentions, first_seen, last_seen, is_known from actors where actor_id = 'cty:IRN'") == [
        (2, date(2023, 7, 20), date(2023, 7, 21), True)
    ]


def test_names_that_nobody_knows_wait_for_a_person(con: duckdb.DuckDBPyConnection) -> None:
    sql = "select surface, likely_kind, candidates, example_sentence, first_seen from unknown_names order by surface"
    kims = ["per:PRK-kim-jong-il", "per:PRK-kim-jong-un"]
    assert rows(con, sql) == [
        ("Kim", None, kims, "Kim watched Zorba.", None),
        ("Zorba", None, [], "Kim watched Zorba.", None),
    ]


def test_build_info_names_the_build_and_counts_the_rows(con: duckdb.DuckDBPyConnection) -> None:
    facts = dict(rows(con, "select key, value from build_info"))
    assert (facts["run_id"], facts["built_at"], facts["model"]) == ("run-1", "2023-08-01T09:30:00Z", "none")
    tables = [name.removeprefix("rows_") for name in facts if name.startswith("rows_")]
    assert len(tables) == 19
    for table in tables:
        assert rows(con, f"select count(*) from {table}") == [(int(facts[f"rows_{table}"]),)]


def test_leading_zeros_survive(con: duckdb.DuckDBPyConnection) -> None:
    assert rows(con, "select cameo_code, cameo_root from event_types where cameo_code = '010'") == [("010", "01")]


def test_quotes_in_a_name_survive_loading(con: duckdb.DuckDBPyConnection) -> None:
    sql = """select count(*) from seeds.aliases where alias like '%"White Band"%'"""
    assert rows(con, sql) == [(1,)]
