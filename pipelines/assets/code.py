"""Mentions and relations: every article that is new, or coded by another coder or with other knowledge, is coded.

Of other knowledge only what can be told in the article counts: see `narrowing`.

An article on which the coder hangs, crashes or raises counts as coded with nothing found, and is told of as a
rejection, until it, the coder or the knowledge changes; all others are published.
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

import dagster as dg
import duckdb
import pyarrow as pa

from pipelines import progress
from pipelines.assets.metadata import OWNERS, materialized, raw_spec
from pipelines.assets.narrowing import spare_untouched
from pipelines.assets.resources import Warehouse
from pipelines.coder.batches import code_batches
from pipelines.coder.coder import Coder, coder_version, dictionary_version
from pipelines.coder.layers import actor_records, affiliation_records, read_layers
from pipelines.coder.schema import CODED_ARTICLES
from pipelines.sources.schema import REJECTIONS
from pipelines.warehouse.database import mark
from pipelines.warehouse.load import DICTIONARY, load_coded, load_dictionary
from pipelines.warehouse.worklist import articles_to_code, count_uncoded

CODED = dg.AssetKey(["raw", "coded_articles"])

DESCRIPTIONS = {
    "actors": "One row per actor of the dictionary: the bundled ones, with the user's folders over them.",
    "affiliations": "One row per office or membership of an actor of the dictionary, with its days.",
    "mentions": "One row per span that names an actor.",
    "mention_candidates": "One row per actor that an unresolved mention may name.",
    "met_actors": "One row per article and actor that the dictionary lacks but the text introduces.",
    "name_sightings": "One row per capitalised name that the dictionary lacks.",
    "relations": "One row per coded event in one sentence: who did what to whom, with the spans that say so.",
    "relation_third_parties": "One row per mediator, host or venue of a relation.",
    "coded_articles": "One row per article that was coded, with the versions that coded it.",
}

knowledge = dg.AssetSpec(
    "knowledge",
    description="The tables that people edit in `seeds/` and in their own folders of actors: actors, names, offices, "
    "event types, patterns. After an edit, what it can touch is coded anew: the articles that name anything near it "
    "where it is of actors, names, offices or places; else every article.",
    group_name="coding",
    kinds={"csv"},
    owners=OWNERS,
)


@dg.multi_asset(
    name="coding",
    specs=[
        raw_spec(table, text, "coding", deps=(dg.AssetKey(["raw", "sentences"]), knowledge.key))
        for table, text in DESCRIPTIONS.items()
    ],
    check_specs=[
        dg.AssetCheckSpec(
            "no_article_is_lost",
            asset=CODED,
            blocking=True,
            description="Every article is coded by this coder with this knowledge.",
        ),
        dg.AssetCheckSpec(
            "coder_never_failed",
            asset=CODED,
            description="The coder came to an end on every article of this run; the others are rejected.",
        ),
    ],
    pool="duckdb",
)
def coding(
    context: dg.AssetExecutionContext, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Code what is new or stale, in worker processes with a time limit."""
    with warehouse.connect() as con:
        home = warehouse.settings
        version = dictionary_version(home.seeds, *home.actor_folders)
        if mark(con, DICTIONARY) != version:
            tables = read_layers(home.seeds, home.actor_folders)
            rows = {"actors": actor_records(tables), "affiliations": affiliation_records(tables)}
            load_dictionary(con, rows, version)
        spared = spare_untouched(con, home, coder_version(home.syntax_model), version)
        coded, relations, failed = code_new(con, warehouse, version)
        context.log.info(f"{coded} articles coded, {relations} relations found; {spared} not touched by the edit")
        said: dict[str, dict[str, Any]] = {
            "coded_articles": {"coded": coded, "failed": len(failed), "not_touched": spared},
            "relations": {"found": relations},
        }
        for table in DESCRIPTIONS:
            yield materialized(con, table, **said.get(table, {}))
        lost = count_uncoded(con, coder_version(home.syntax_model), version)
        yield dg.AssetCheckResult(
            asset_key=CODED, check_name="no_article_is_lost", passed=lost == 0, metadata={"lost": lost}
        )
        yield dg.AssetCheckResult(
            asset_key=CODED,
            check_name="coder_never_failed",
            passed=not failed,
            metadata={"failed": len(failed), "why": _summary(failed)},
        )


def _summary(failed: dict[str, str]) -> str:
    """Each kind of failure once, with one article that has it."""
    example = {why: article_id for article_id, why in sorted(failed.items(), reverse=True)}
    return "; ".join(f"{n} {why} (as article {example[why]})" for why, n in Counter(failed.values()).most_common())


def code_new(con: duckdb.DuckDBPyConnection, warehouse: Warehouse, version: str) -> tuple[int, int, dict[str, str]]:
    """Code the articles that wait; gives how many were coded, the relations found, and why some could not be coded.

    Raises what the knowledge is wrong with, before any article is blamed for it.
    """
    home = warehouse.settings
    staging = home.staging / "coding"
    shutil.rmtree(staging, ignore_errors=True)  # of a run that was killed
    failed: dict[str, str] = {}
    coder = coder_version(home.syntax_model)
    total, batches = articles_to_code(con, coder, version, home.batch_articles)
    if total:
        Coder.load(home.seeds, *home.actor_folders, model=home.syntax_model)
    with progress.track("coding", total) as advance:
        code = partial(code_batches, seeds=home.seeds, folders=home.actor_folders, model=home.syntax_model)
        give_up = partial(uncodable, con, coder, version)
        for batch in warehouse.engine.run(code, batches, staging, "article_id", give_up):
            load_coded(con, batch)
            shutil.rmtree(batch.folder)
            failed |= batch.failed
            advance(len(batch.keys))
    found = "select count(*) from raw.relations semi join articles_to_code using (article_id)"
    return total - len(failed), int(con.execute(found).fetchall()[0][0]), failed


def uncodable(
    con: duckdb.DuckDBPyConnection, coder: str, dictionary: str, sentences: pa.RecordBatch, why: str
) -> Iterator[tuple[str, pa.RecordBatch]]:
    """What stands for an article that cannot be coded: a rejection, and that nothing was found in it."""
    first = sentences.slice(0, 1).to_pylist()[0]
    coded = {name: first.get(name) for name in CODED_ARTICLES.names}
    coded |= {"coder_version": coder, "dictionary_version": dictionary}
    coded |= {"n_sentences": sentences.num_rows, "n_candidate_sentences": 0}
    yield "coded_articles", pa.RecordBatch.from_pylist([coded], schema=CODED_ARTICLES)
    about = """
        select articles.uri, documents.size_bytes, articles.fetched_at, documents.source_name
        from raw.articles join raw.documents using (document_id) where article_id = ?"""
    uri, size, fetched_at, source = con.execute(about, [first["article_id"]]).fetchall()[0]
    rejection = {"uri": uri, "content_sha256": first["content_sha256"], "reason": "unreadable", "size_bytes": size}
    rejection |= {"detail": f"the coder failed: {why}", "seen_at": fetched_at, "source_name": source}
    yield "rejections", pa.RecordBatch.from_pylist([rejection], schema=REJECTIONS)
