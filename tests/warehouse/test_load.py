"""Loading twice changes nothing; a correction takes the place of what it corrects."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.articles.schema import PARCELLED_BANDS, PARCELLED_SENTENCES
from pipelines.engine.local import Committed
from pipelines.sources.types import GIVEN, Document, Refusal
from pipelines.warehouse import database, raw_store
from pipelines.warehouse.load import TakenIn, forget_gone, load_articles, load_coded, take_in
from pipelines.warehouse.schema import RAW_TABLES, columns
from pipelines.warehouse.worklist import articles_to_code, count_uncleaned, count_uncoded, documents_to_clean

PARCELLED = {"sentences": PARCELLED_SENTENCES, "duplicate_bands": PARCELLED_BANDS}
NOON = datetime(2023, 7, 19, 12, tzinfo=UTC)
URI = "inbox:a.txt"
ARTICLE = "35d63ca542c8fff9"  # of that uri


@pytest.fixture
def con(tmp_path: Path):
    with database.connect(tmp_path / "work.duckdb") as con:
        yield con


def document(text: str, uri: str = URI, **said: str) -> Document:
    content = text.encode()
    return Document(uri, content, f"{len(text):064x}", **said)


def files(folder: Path, keys: tuple[str, ...], rows: dict[str, list[dict[str, Any]]], failed=None) -> Committed:
    """A batch as the engine commits it; columns that a test does not speak of get a value of their type."""
    fillers = {pa.string(): "x", pa.int32(): 0, pa.float64(): 1.0, pa.bool_(): False, pa.uint64(): 1}
    folder.mkdir(exist_ok=True)
    for table, given in rows.items():
        schema = PARCELLED.get(table) or RAW_TABLES[table]
        filled = [
            {f.name: row.get(f.name, NOON if f.name.endswith("_at") else fillers.get(f.type)) for f in schema}
            for row in given
        ]
        pq.write_table(pa.Table.from_pylist(filled, schema=schema), folder / f"{table}.parquet")
    return Committed(folder, keys, {table: [f"{table}.parquet"] for table in rows}, failed or {})


def test_every_arrow_schema_has_its_table(con: duckdb.DuckDBPyConnection) -> None:
    for table, schema in RAW_TABLES.items():
        described = con.execute(f"describe raw.{table}").fetchall()
        kinds = {"timestamptz": "TIMESTAMP WITH TIME ZONE"}
        assert [(row[0], row[1]) for row in described] == [(n, kinds.get(t, t.upper())) for n, t in columns(schema)]


def test_a_database_of_an_earlier_version_gets_the_columns_that_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "old.duckdb"
    with database.connect(path) as con:
        take_in(con, tmp_path, [document("one"), Refusal("inbox:b.txt", "empty")], NOON)
        con.execute("alter table raw.rejections drop column source_name")
        con.execute("drop view state.latest_documents")
        for name in ("source_name", "given_title"):
            con.execute(f"alter table raw.documents drop column {name}")
        con.execute("create view state.latest_documents as select * from raw.documents")
    with database.connect(path) as con:
        said = "select uri, source_name, given_title from state.latest_documents"
        assert con.execute(said).fetchall() == [(URI, None, None)]
        assert con.execute("select reason, source_name from raw.rejections").fetchall() == [("empty", None)]
        assert take_in(con, tmp_path, [document("one")], NOON).known == 1


def test_other_words_of_a_source_on_the_same_bytes_are_news(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    for name in GIVEN:
        said = {name: f"said as {name}"}
        assert take_in(con, tmp_path, [document("one", **said)], NOON).new == 1
        assert take_in(con, tmp_path, [document("one", **said)], NOON).known == 1
        assert con.execute(f"select {name} from raw.documents").fetchall() == [(said[name],)]


def test_what_is_known_is_not_taken_in_again(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    found = [document("one"), Refusal("inbox:b.txt", "empty", "no bytes", 0)]
    first = take_in(con, tmp_path, found, NOON)
    assert (first.new, first.known, dict(first.refused)) == (1, 0, {"empty": 1})
    before = con.execute("from raw.documents").fetchall(), con.execute("from raw.rejections").fetchall()
    version = database.raw_version(con)
    assert take_in(con, tmp_path, found, NOON + timedelta(days=1)) == TakenIn(0, 2)
    assert (con.execute("from raw.documents").fetchall(), con.execute("from raw.rejections").fetchall()) == before
    assert database.raw_version(con) == version
    assert raw_store.get(tmp_path, document("one").content_sha256) == b"one"


def test_what_a_killed_process_was_writing_is_removed_and_no_document_is(tmp_path: Path) -> None:
    raw_store.put(tmp_path, "ab12", b"one")
    (tmp_path / "ab" / "ab34.99.tmp").write_bytes(b"half a docu")
    raw_store.remove_unfinished(tmp_path)
    assert [path.name for path in tmp_path.glob("*/*")] == ["ab12"]


def test_content_that_comes_back_is_the_latest_again(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    for day, text in enumerate(["one", "three", "one"]):
        assert take_in(con, tmp_path, [document(text)], NOON + timedelta(days=day)).new == 1
    latest = con.execute("select content_sha256, fetched_at from state.latest_documents").fetchall()
    assert latest == [(document("one").content_sha256, NOON + timedelta(days=2))]


def test_a_file_that_was_refused_and_then_filled_is_no_rejection_any_more(con, tmp_path: Path) -> None:
    take_in(con, tmp_path, [Refusal(URI, "empty", None, 0)], NOON)
    take_in(con, tmp_path, [document("now there is text")], NOON)
    assert con.execute("from raw.rejections").fetchall() == []


def test_what_the_user_says_of_a_known_document_makes_it_new(con, tmp_path: Path) -> None:
    take_in(con, tmp_path, [document("one")], NOON)
    assert take_in(con, tmp_path, [document("one", given_published="2023-07-19")], NOON + timedelta(hours=1)).new == 1
    assert con.execute("select given_published from raw.documents").fetchall() == [("2023-07-19",)]


def test_documents_wait_until_they_are_cleaned_by_this_version(con, tmp_path: Path) -> None:
    take_in(con, tmp_path, [document("one"), document("three", "inbox:b.txt")], NOON)
    total, batches = documents_to_clean(con, tmp_path, "1", size=1)
    assert (total, [b.column("content")[0].as_py() for b in batches]) == (2, [b"one", b"three"])
    load_articles(con, files(tmp_path / "0", (URI,), {"articles": [{"article_id": ARTICLE, "uri": URI}]}), "1")
    assert count_uncleaned(con, "1") == 1
    assert count_uncleaned(con, "2") == 2
    take_in(con, tmp_path, [document("other")], NOON + timedelta(hours=1))
    assert count_uncleaned(con, "1") == 2


def test_loading_again_changes_nothing_and_a_correction_takes_all_of_the_old_away(con, tmp_path: Path) -> None:
    take_in(con, tmp_path, [document("one")], NOON)
    assert con.execute("select left(sha256(uri), 16) from raw.documents").fetchall() == [(ARTICLE,)]
    article = {
        "articles": [{"article_id": ARTICLE, "uri": URI}],
        "sentences": [{"article_id": ARTICLE, "sentence_no": n} for n in (0, 1)],
    }
    coded = {
        "mentions": [{"article_id": ARTICLE}],
        "coded_articles": [
            {"article_id": ARTICLE, "coder_version": "1", "dictionary_version": "d", "content_sha256": "x"}
        ],
    }
    for _ in range(2):
        load_articles(con, files(tmp_path / "a", (URI,), article), "1")
        for _ in range(2):
            load_coded(con, files(tmp_path / "c", (ARTICLE,), coded))
    counts = {
        table: database.count(con, f"raw.{table}") for table in ("articles", "sentences", "mentions", "coded_articles")
    }
    assert counts == {"articles": 1, "sentences": 2, "mentions": 1, "coded_articles": 1}
    assert count_uncoded(con, "1", "d") == 0
    assert (count_uncoded(con, "2", "d"), count_uncoded(con, "1", "e")) == (1, 1)

    load_articles(con, files(tmp_path / "b", (URI,), {"rejections": [{"uri": URI, "reason": "no_text"}]}), "1")
    assert {table: database.count(con, f"raw.{table}") for table in counts} == dict.fromkeys(counts, 0)
    assert con.execute("select uri, reason from raw.rejections").fetchall() == [(URI, "no_text")]


def test_an_article_that_cannot_be_coded_is_a_rejection_until_it_can(con, tmp_path: Path) -> None:
    take_in(con, tmp_path, [document("one")], NOON)
    sentences = [{"article_id": ARTICLE, "sentence_no": n, "text": f"sentence {n}"} for n in (0, 1)]
    content = {"uri": URI, "content_sha256": "x"}
    article = {"articles": [{"article_id": ARTICLE, **content}], "sentences": sentences}
    load_articles(con, files(tmp_path / "a", (URI,), article), "1")
    total, batches = articles_to_code(con, "1", "d", size=10)
    (batch,) = batches
    assert (total, batch.column("text").to_pylist()) == (1, ["sentence 0", "sentence 1"])
    nothing = {"article_id": ARTICLE, "content_sha256": "x", "dictionary_version": "d"}
    failed = {
        "coded_articles": [{**nothing, "coder_version": "1"}],
        "rejections": [{**content, "reason": "unreadable", "detail": "the coder failed"}],
    }
    for _ in range(2):
        load_coded(con, files(tmp_path / "c", (ARTICLE,), failed, failed={ARTICLE: "took too long"}))
    assert con.execute("select uri, detail from raw.rejections").fetchall() == [(URI, "the coder failed")]
    assert (count_uncoded(con, "1", "d"), count_uncoded(con, "2", "d")) == (0, 1)
    grown = "insert into raw.rejections by name select ? as uri, 'too_large' as reason, 1 as size_bytes, ? as seen_at"
    con.execute(grown, [URI, NOON])  # the file since
    load_coded(con, files(tmp_path / "d", (ARTICLE,), {"coded_articles": [{**nothing, "coder_version": "2"}]}))
    assert con.execute("select uri, reason from raw.rejections").fetchall() == [(URI, "too_large")]


def test_a_load_that_fails_leaves_everything_as_it_was(con, tmp_path: Path) -> None:
    take_in(con, tmp_path, [document("one")], NOON)
    load_articles(con, files(tmp_path / "a", (URI,), {"articles": [{"article_id": ARTICLE, "uri": URI}]}), "1")
    broken = files(tmp_path / "b", (URI,), {"articles": [{"article_id": ARTICLE, "uri": URI}], "sentences": [{}]})
    (broken.folder / "sentences.parquet").write_bytes(b"cut off")
    version = database.raw_version(con)
    with pytest.raises(duckdb.Error):
        load_articles(con, broken, "2")
    assert (database.count(con, "raw.articles"), count_uncleaned(con, "1"), database.raw_version(con)) == (
        1,
        0,
        version,
    )


def test_a_rejection_goes_when_what_was_refused_is_gone(con, tmp_path: Path) -> None:
    text, missing, other = (
        document("one"),
        Refusal("inbox:b.docx", "unreadable"),
        Refusal("file:///c.docx", "unreadable"),
    )
    take_in(con, tmp_path, [text, missing, other], NOON)
    found = {"rejections": [{"uri": URI, "content_sha256": text.content_sha256, "reason": "no_text"}]}
    load_articles(con, files(tmp_path / "a", (URI,), found), "1")
    take_in(con, tmp_path, [Refusal(URI, "too_large")], NOON)  # the file has grown, and will be as it was
    version = database.raw_version(con)
    assert forget_gone(con, "inbox:", {URI, missing.uri}) == 0
    assert database.raw_version(con) == version
    assert forget_gone(con, "inbox:", set()) == 2
    assert database.raw_version(con) != version
    left = con.execute("select uri, reason from raw.rejections order by all").fetchall()
    assert left == [(other.uri, "unreadable"), (URI, "no_text")]
    assert forget_gone(con, "inbox:", set()) == 0
