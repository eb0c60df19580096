"""What is new or stale: documents to clean and articles to code, in batches, always in the same order.

A document is stale when it or the cleaner has changed, an article when it, the coder or the knowledge has changed.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.coder.schema import SENTENCES_TO_CODE
from pipelines.sources.schema import DOCUMENTS
from pipelines.warehouse import raw_store

MAX_BATCH_BYTES = 16_000_000

# of a running report nothing is coded, of a stub only what stands above its body
_SENTENCE = {
    "text": "sentences.text",
    "is_complete": """is_complete
        and not list_contains(string_split(coalesce(flags, ''), ','), 'live_blog')
        and not (part = 'body' and list_contains(string_split(coalesce(flags, ''), ','), 'stub')) as is_complete""",
}

_NOT_CLEANED = """
select latest.* from state.latest_documents as latest
anti join (from state.cleaned where cleaner_version = $1) as cleaned
    on cleaned.document_id = latest.document_id and cleaned.fetched_at = latest.fetched_at
"""

_NOT_CODED = """
select article_id from raw.articles
semi join raw.sentences using (article_id)
anti join (from raw.coded_articles where coder_version = $1 and dictionary_version = $2) as coded
    using (article_id, content_sha256)
"""


# coded with this dictionary; what the coder has failed on waits for any other
_CODED_WITH = """
select article_id, dateline_place from raw.articles
semi join (from raw.coded_articles where coder_version = $1 and dictionary_version = $2) as coded
    using (article_id, content_sha256)
anti join raw.rejections using (uri, content_sha256)
"""


def documents_to_clean(
    con: duckdb.DuckDBPyConnection, store: Path, cleaner_version: str, size: int
) -> tuple[int, Iterator[pa.RecordBatch]]:
    """How many documents wait, and batches of them with their content (DOCUMENTS, by uri).

    The rows are those at the time of the call.  Iterating raises FileNotFoundError where the raw store lacks a
    document.
    """
    total = _list(con, "documents_to_clean", _NOT_CLEANED, [cleaner_version], "uri")

    def batches() -> Iterator[pa.RecordBatch]:
        for page in _pages(
            con, "select * exclude n from documents_to_clean where n >= $1 and n < $2 order by n", total, size
        ):
            rows: list[dict[str, Any]] = []
            held = 0
            for row in page.to_pylist():
                row["content"] = raw_store.get(store, row["content_sha256"])
                if rows and held + len(row["content"]) > MAX_BATCH_BYTES:
                    yield pa.RecordBatch.from_pylist(rows, schema=DOCUMENTS)
                    rows, held = [], 0
                rows.append(row)
                held += len(row["content"])
            yield pa.RecordBatch.from_pylist(rows, schema=DOCUMENTS)

    return total, batches()


def articles_to_code(
    con: duckdb.DuckDBPyConnection, coder_version: str, dictionary_version: str, size: int
) -> tuple[int, Iterator[pa.RecordBatch]]:
    """How many articles wait, and batches of their sentences (SENTENCES_TO_CODE, whole articles)."""
    total = _list(con, "articles_to_code", _NOT_CODED, [coder_version, dictionary_version], "article_id")
    columns = ", ".join(_SENTENCE.get(name, name) for name in SENTENCES_TO_CODE.names)
    query = f"""
        select {columns} from articles_to_code
        join raw.articles using (article_id)
        join raw.sentences as sentences using (article_id)
        where n >= $1 and n < $2 order by n, sentence_no"""
    pages = _pages(con, query, total, size)
    return total, (page.cast(SENTENCES_TO_CODE).combine_chunks().to_batches()[0] for page in pages)


def dictionaries_coded_with(con: duckdb.DuckDBPyConnection, coder_version: str) -> set[str]:
    """The versions of the dictionary with which this coder has coded articles."""
    query = "select distinct dictionary_version from raw.coded_articles where coder_version = ?"
    return {row[0] for row in con.execute(query, [coder_version]).fetchall()}


def articles_coded_with(
    con: duckdb.DuckDBPyConnection, coder_version: str, dictionary_version: str, size: int
) -> tuple[int, Iterator[pa.Table]]:
    """How many articles this coder has coded with this dictionary, and pages of their ids and all their words."""
    total = _list(con, "articles_coded", _CODED_WITH, [coder_version, dictionary_version], "article_id")
    query = """
        select article_id, concat_ws(' ', any_value(dateline_place), string_agg(text, ' ')) as text
        from articles_coded join raw.sentences using (article_id)
        where n >= $1 and n < $2 group by article_id"""
    return total, _pages(con, query, total, size)


def count_uncleaned(con: duckdb.DuckDBPyConnection, cleaner_version: str) -> int:
    """Documents that are neither an article nor a rejection of this cleaner."""
    return _count(con, _NOT_CLEANED, [cleaner_version])


def count_uncoded(con: duckdb.DuckDBPyConnection, coder_version: str, dictionary_version: str) -> int:
    """Articles that this coder has not coded with this knowledge."""
    return _count(con, _NOT_CODED, [coder_version, dictionary_version])


def _count(con: duckdb.DuckDBPyConnection, query: str, parameters: list[str]) -> int:
    return int(con.execute(f"select count(*) from ({query})", parameters).fetchall()[0][0])


def _list(con: duckdb.DuckDBPyConnection, name: str, query: str, parameters: list[str], order: str) -> int:
    """Number the rows of a query in a temporary table; gives how many there are."""
    numbered = f"select *, row_number() over (order by {order}) - 1 as n from ({query})"
    con.execute(f"create or replace temp table {name} as {numbered}", parameters)
    return int(con.execute(f"select count(*) from {name}").fetchall()[0][0])


def _pages(con: duckdb.DuckDBPyConnection, query: str, total: int, size: int) -> Iterator[pa.Table]:
    for start in range(0, total, size):
        yield con.sql(query, params=[start, start + size]).to_arrow_table()
