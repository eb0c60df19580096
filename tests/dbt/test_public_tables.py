"""The public interface: every table and column that users were promised, under contract and described."""

import csv
import re
from pathlib import Path

import duckdb
import pytest
from dbt.contracts.graph.manifest import Manifest
from dbt.contracts.graph.nodes import ModelNode, SeedNode

ROOT = Path(__file__).parents[2]
# What must exist for ever; more columns may come, none may go.
PROMISED = {
    "articles": """
        article_id uri url source title byline language published_at published_precision published_from
        fetched_at text n_sentences story_id is_story_head content_sha256
    """,
    "sentences": "article_id sentence_no paragraph_no part start_char end_char text",
    "actors": "actor_id actor kind country sector cameo_code wikidata_id is_known first_seen last_seen n_mentions",
    "actor_mentions": """
        mention_id article_id sentence_no start_char end_char surface mention_type actor_id actor country
        sector cameo_code resolved_by confidence
    """,
    "relations": """
        relation_id article_id sentence_no evidence source_actor_id source_actor source_country source_code
        target_actor_id target_actor target_country target_code source_start source_end target_start
        target_end trigger trigger_start trigger_end cameo_code cameo_root plover_type quad_class goldstein
        is_symmetric status attributed_to_id attributed_to third_parties event_date_start event_date_end
        event_date_precision published_at rule confidence story_id is_first_report coder_version
        dictionary_version
    """,
    "events": """
        event_id source_actor_id source_actor source_country source_code target_actor_id target_actor
        target_country target_code cameo_code cameo_root plover_type quad_class goldstein is_symmetric
        status event_date_start event_date_end event_date_precision n_articles n_stories n_sources
        first_published_at last_published_at relation_ids
    """,
    "dyad_weeks": """
        source target level week n_events n_stories n_cooperative n_conflictual goldstein_mean goldstein_sum
        n_verbal_cooperation n_material_cooperation n_verbal_conflict n_material_conflict
    """,
    "actor_weeks": "actor_id week n_mentions n_articles n_as_source n_as_target",
    "country_weeks": "country week n_mentions n_articles n_as_source n_as_target n_cooperative n_conflictual balance",
    "dyad_changes": "level source target week measure n mean_4 mean_52 change_4 change_52 trend_4 trend_52",
    "actor_changes": "level party week measure n mean_4 mean_52 change_4 change_52 trend_4 trend_52",
    "first_contacts": "level party other_party first_week first_event_id",
    "network_ties": "level year party other_party n_events n_cooperative n_conflictual balance",
    "network_actors": "level year party degree centrality n_events",
    "brokers": "actor_id actor role year n_events n_pairs n_stories",
    "stories": "story_id head_article_id title first_published_at n_articles n_sources",
    "unknown_names": """
        surface n_mentions n_articles likely_kind likely_country candidates example_sentence first_seen
    """,
    "rejected_documents": "uri reason detail size_bytes seen_at",
    "outcomes": "uri source_name outcome reason detail article_id flags seen_at",
    "outcome_days": "source_name seen_on outcome reason n_inputs",
    "source_health": "source_name kind outlet country state last_poll_at next_poll_at n_failures last_error",
    "event_types": "cameo_code cameo_root name description plover_type plover_mode quad_class goldstein",
    "coder_quality": """
        part level facet member n_gold n_found precision recall score floor coder_version dictionary_version
    """,
    "countries": "country cameo_country fips_country",
    "actor_codes": "code part name",
    "build_info": "key value",
    "gdelt_events": "GLOBALEVENTID SQLDATE Actor1Code Actor2Code EventCode QuadClass GoldsteinScale SOURCEURL",
    "gdelt_mentions": "GLOBALEVENTID MentionTimeDate MentionIdentifier SentenceID Confidence",
    "plover_events": "id date event_type event_mode event_text attributes version",
}


def marts(manifest: Manifest) -> dict[str, ModelNode]:
    """What is public: the marts, and the views on them."""
    return {
        node.alias: node for node in manifest.nodes.values() if isinstance(node, ModelNode) and node.schema == "main"
    }


@pytest.mark.parametrize("table", PROMISED)
def test_promised_columns_exist(work_db: Path, table: str) -> None:
    with duckdb.connect(str(work_db), read_only=True) as con:
        columns = {row[0] for row in con.execute(f"describe main.{table}").fetchall()}
    assert set(PROMISED[table].split()) <= columns


def test_schema_main_holds_the_marts_and_nothing_else(work_db: Path, manifest: Manifest) -> None:
    with duckdb.connect(str(work_db), read_only=True) as con:
        found = con.execute("select table_name from information_schema.tables where table_schema = 'main'").fetchall()
    assert {name for (name,) in found} == set(marts(manifest)) == set(PROMISED)


def test_marts_are_under_contract_described_and_tested(manifest: Manifest) -> None:
    for table, node in marts(manifest).items():
        assert node.config.contract.enforced, table
        assert re.match(r"One row per ", node.description), table
        assert node.columns, table
        for column in node.columns.values():
            assert column.description, f"{table}.{column.name}"
            assert column.data_type, f"{table}.{column.name}"
        tests = [manifest.nodes[child] for child in manifest.child_map[node.unique_id] if child.startswith("test.")]
        assert tests, f"{table} has no test"


def test_descriptions_travel_with_the_tables(work_db: Path) -> None:
    with duckdb.connect(str(work_db), read_only=True) as con:
        described = con.execute("""
            select table_name, column_name, comment from duckdb_columns() where schema_name = 'main' and not internal
            union all
            select table_name, '', comment from duckdb_tables() where schema_name = 'main' and not internal
            union all
            select view_name, '', comment from duckdb_views() where schema_name = 'main' and not internal
        """).fetchall()
    assert described and [row for row in described if not row[2]] == []


def test_unknown_is_null_and_never_blank(work_db: Path) -> None:
    with duckdb.connect(str(work_db), read_only=True) as con:
        columns = con.execute("""
            select table_name, column_name from duckdb_columns()
            where schema_name = 'main' and not internal and data_type = 'VARCHAR'
        """).fetchall()
        for table, column in columns:
            blanks = con.execute(f"select count(*) from {table} where trim({column}) = ''").fetchall()
            assert blanks == [(0,)], f"{table}.{column}"


def test_every_column_of_the_knowledge_is_described(manifest: Manifest) -> None:
    seeds = {node.name: node for node in manifest.nodes.values() if isinstance(node, SeedNode)}
    assert set(seeds) == {path.stem for path in (ROOT / "seeds").glob("*.csv")}
    for name, node in seeds.items():
        with (ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert node.description, name
        assert [column for column in header if column not in node.columns] == [], name
        assert [column for column in header if column not in node.config.column_types] == [], name
        assert any(child.startswith("test.") for child in manifest.child_map[node.unique_id]), name
