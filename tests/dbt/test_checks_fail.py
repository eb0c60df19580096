"""The checks that guard publishing fail when the tables lie."""

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

# damage done to a good database -> the test that must notice
DAMAGE = {
    "update sentences set start_char = start_char + 1 where article_id = 'c1'": "sentences_in_place_sentences",
    "update actor_mentions set end_char = end_char + 1 where article_id = 'a1'":
        "offsets_true_actor_mentions_end_char__start_char__surface",
    "update relations set trigger_start = trigger_start - 1":
        "offsets_true_relations_trigger_end__trigger_start__trigger",
    "update dyad_weeks set n_material_conflict = 1": "quad_counts_add_up",
    "delete from dyad_weeks where level = 'country'": "country_dyads_add_up_to_events",
    "update events set source_country = 'Iran' where source_country = 'IRN'": "matches_events_source_country",
    "update events set goldstein = 11": "accepted_range_events__10__10__goldstein",
    "update articles set byline = ' '": "never_blank_articles",
    "insert into stories select * from stories": "unique_stories_story_id",
    "update relations set article_id = 'gone'": "relationships_relations_article_id__article_id__ref_articles_",
    "update coder_quality set score = 1.1 where level = 'type'": "accepted_range_coder_quality_0__1__score",
    "update actor_weeks set week = week + 1": "actor_weeks_start_on_monday",
    "update intermediate.int_events set event_id = null": "is_key_int_events_event_id",
    "update seeds.actors set actor_id = 'cty:IRN' where actor_id = 'cty:IRQ'": "is_key_actors_actor_id",
    "update seeds.aliases set alias = null": "never_null_aliases_actor_id__alias",
}  # fmt: skip

# what no row may lack is written into the tables themselves, so that a build without it fails
NEVER_NULL = [("relations", "article_id"), ("events", "event_id"), ("dyad_weeks", "n_events"), ("articles", "text")]


@pytest.fixture(scope="module")
def failed(dbt: Any, work_db: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    damaged = tmp_path_factory.mktemp("damaged") / "work.duckdb"
    shutil.copyfile(work_db, damaged)
    with duckdb.connect(str(damaged)) as con:
        for statement in DAMAGE:
            con.execute(statement)
    done = dbt.run(damaged, "test", "--select", "test_type:data")
    return {result.node.name for result in done.result.results if result.status in ("fail", "warn")}


@pytest.mark.parametrize(("statement", "check"), DAMAGE.items())
def test_damage_is_noticed(failed: set[str], statement: str, check: str) -> None:
    assert any(name.startswith(check) for name in failed), statement


@pytest.mark.parametrize(("table", "column"), NEVER_NULL)
def test_no_row_can_lack_what_the_contract_asks_for(work_db: Path, table: str, column: str) -> None:
    with duckdb.connect() as con:
        con.execute(f"attach '{work_db}' as work (read_only); attach ':memory:' as fresh; use fresh")
        con.execute("copy from database work to fresh (schema)")  # as publishing does
        con.execute(f"insert into fresh.main.{table} select * from work.main.{table}")
        with pytest.raises(duckdb.ConstraintException, match="NOT NULL"):
            con.execute(f"update fresh.main.{table} set {column} = null")
