"""Articles: new documents are decoded, cleaned, dated and split, and near-duplicates are linked."""

import shutil
from collections.abc import Iterator
from functools import partial
from typing import Any

import dagster as dg
import duckdb
import pyarrow as pa

from pipelines import progress
from pipelines.articles.clean import CLEANER_VERSION, clean_batches
from pipelines.assets.metadata import materialized, raw_spec
from pipelines.assets.resources import Warehouse
from pipelines.sources.schema import REJECTIONS
from pipelines.warehouse.database import mark, raw_version, set_mark, transaction
from pipelines.warehouse.duplicates import link_near_duplicates
from pipelines.warehouse.load import load_articles
from pipelines.warehouse.versions import ignored_canonicals, reconsider
from pipelines.warehouse.worklist import count_uncleaned, documents_to_clean
from pipelines.warehouse.yields import fallen_yields

DOCUMENTS = dg.AssetKey(["raw", "documents"])
ARTICLES = dg.AssetKey(["raw", "articles"])

DESCRIPTIONS = {
    "articles": "One row per article, latest version: title, byline, date with its precision and origin, and the text.",
    "sentences": "One row per sentence of an article, with its place in the article's text.",
    "article_versions": "One row per document that is a version of an article, the older ones too.",
    "duplicate_bands": "32 rows per article: hashes by which near-duplicates find each other.",
    "near_duplicates": "One row per pair of articles that report the same text, with the share they have in common.",
    "rejections": "One row per input that could not be used, with a reason from a fixed list.",
}
PARENTS = {"near_duplicates": (ARTICLES, dg.AssetKey(["raw", "duplicate_bands"]))}


@dg.multi_asset(
    name="articles",
    specs=[
        raw_spec(table, text, "articles", deps=PARENTS.get(table, (DOCUMENTS,))) for table, text in DESCRIPTIONS.items()
    ],
    check_specs=[
        dg.AssetCheckSpec(
            "no_document_is_lost",
            asset=ARTICLES,
            blocking=True,
            description="Every document is a version of an article or a rejection.",
        ),
        dg.AssetCheckSpec(
            "yields_hold",
            asset=ARTICLES,
            description="No source gives far fewer articles of its inputs than it used to.",
        ),
    ],
    pool="duckdb",
)
def articles(
    context: dg.AssetExecutionContext, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Clean what is new, in worker processes with a time limit."""
    with warehouse.connect() as con:
        cleaned, rejected = clean_new(con, warehouse)
        context.log.info(f"{cleaned} articles cleaned, {sum(rejected.values())} documents rejected")
        said: dict[str, dict[str, Any]] = {"articles": {"cleaned": cleaned}, "rejections": {"rejected": rejected}}
        for table in DESCRIPTIONS:
            yield materialized(con, table, **said.get(table, {}))
        lost = count_uncleaned(con, CLEANER_VERSION)
        yield dg.AssetCheckResult(
            asset_key=ARTICLES, check_name="no_document_is_lost", passed=lost == 0, metadata={"lost": lost}
        )
        fallen = fallen_yields(con)
        yield dg.AssetCheckResult(
            asset_key=ARTICLES,
            check_name="yields_hold",
            passed=not fallen,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={"fallen": len(fallen), "why": "; ".join(map(str, fallen))},
        )


def clean_new(con: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> tuple[int, dict[str, int]]:
    """Clean the documents that wait; gives the number of articles and the number of rejections by reason."""
    home = warehouse.settings
    staging = home.staging / "articles"
    shutil.rmtree(staging, ignore_errors=True)  # of a run that was killed
    seen: set[str] = set()
    while True:
        total, batches = documents_to_clean(con, home.raw, CLEANER_VERSION, home.batch_articles)
        clean = partial(clean_batches, ignored=ignored_canonicals(con))
        with progress.track("cleaning", total) as advance:
            for batch in warehouse.engine.run(clean, batches, staging, "uri", unreadable):
                load_articles(con, batch, CLEANER_VERSION)
                shutil.rmtree(batch.folder)
                seen.update(batch.keys)
                advance(len(batch.keys))
        if not (total and reconsider(con)):
            break
    if mark(con, "linked") != raw_version(con):
        with transaction(con):
            link_near_duplicates(con)
            set_mark(con, "linked", raw_version(con))
    reasons = "select reason, count(*) from raw.rejections where uri in (select unnest($1)) group by all order by all"
    rejected = {str(reason): int(n) for reason, n in con.execute(reasons, [list(seen)]).fetchall()}
    return len(seen) - sum(rejected.values()), rejected


def unreadable(document: pa.RecordBatch, why: str) -> Iterator[tuple[str, pa.RecordBatch]]:
    """The rejection of a document on which the cleaner hangs, crashes or raises."""
    row = document.to_pylist()[0]
    rejection = {name: row.get(name) for name in REJECTIONS.names}
    rejection |= {"reason": "unreadable", "detail": why, "seen_at": row["fetched_at"]}
    yield "rejections", pa.RecordBatch.from_pylist([rejection], schema=REJECTIONS)
