"""One article, many documents: versions of an address, and the same address by other ways."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.articles.clean import clean_batches
from pipelines.coder.schema import CODED_ARTICLES
from pipelines.engine.local import Committed
from pipelines.parcels import unpack
from pipelines.sources.types import Document
from pipelines.warehouse import database
from pipelines.warehouse.load import load_articles, load_coded, take_in
from pipelines.warehouse.versions import ignored_canonicals, reconsider
from pipelines.warehouse.worklist import articles_to_code, count_uncleaned, documents_to_clean
from tests.articles.test_web import page
from tests.articles.writing import BODY, document

NOON = datetime(2023, 7, 19, 12, tzinfo=UTC)
URL = "https://gazette.example/accord"
CANONICAL = f'<link rel="canonical" href="{URL}">'
MORE = "".join(f"<p>{paragraph} The ministers did not say more on this.</p>" for paragraph in BODY.split("\n\n"))


@pytest.fixture
def con(tmp_path: Path):
    with database.connect(tmp_path / "work.duckdb") as con:
        yield con


class Desk:
    """Takes documents in, cleans what waits and loads it, one document in a batch."""

    def __init__(self, con: duckdb.DuckDBPyConnection, home: Path) -> None:
        self.con, self.home, self.hours, self.n = con, home, 0, 0

    def read(self, *found: Document) -> None:
        """An hour later."""
        self.hours += 1
        take_in(self.con, self.home, found, NOON + timedelta(hours=self.hours))
        while count_uncleaned(self.con, "1"):
            _, batches = documents_to_clean(self.con, self.home, "1", size=1)
            for batch in batches:
                self.load(batch)
            reconsider(self.con)

    def load(self, batch: pa.RecordBatch) -> None:
        self.n += 1
        folder = self.home / f"staged-{self.n}"
        folder.mkdir()
        files = {}
        for parcels in clean_batches(iter([batch]), ignored_canonicals(self.con)):
            for table, rows in unpack(parcels):
                pq.write_table(pa.Table.from_batches([rows]), folder / f"{table}.parquet")
                files[table] = [f"{table}.parquet"]
        load_articles(self.con, Committed(folder, tuple(batch.column("uri").to_pylist()), files, {}), "1")

    def code(self) -> int:
        """How many articles waited to be coded."""
        total, batches = articles_to_code(self.con, "c", "d", size=100)
        for batch in batches:
            rows = {(r["article_id"], r["content_sha256"]) for r in batch.to_pylist()}
            coded = [
                dict.fromkeys(CODED_ARTICLES.names, 0)
                | {"article_id": a, "content_sha256": h, "coder_version": "c", "dictionary_version": "d"}
                for a, h in rows
            ]
            self.n += 1
            folder = self.home / f"coded-{self.n}"
            folder.mkdir()
            pq.write_table(pa.Table.from_pylist(coded, schema=CODED_ARTICLES), folder / "coded.parquet")
            ids = tuple(sorted(a for a, _ in rows))
            load_coded(self.con, Committed(folder, ids, {"coded_articles": ["coded.parquet"]}, {}))
        return total

    def rows(self, query: str) -> list[tuple[object, ...]]:
        return self.con.execute(query).fetchall()


@pytest.fixture
def desk(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> Desk:
    return Desk(con, tmp_path)


def test_a_new_text_is_coded_and_a_new_update_line_is_not(desk: Desk) -> None:
    desk.read(document(page(before="<p>Updated: 19 July 2023</p>"), "inbox:a.html"))
    assert desk.code() == 1
    desk.read(document(page(before="<p>Updated: 20 July 2023</p>"), "inbox:a.html"))
    assert desk.code() == 0
    desk.read(document(page(body=MORE), "inbox:a.html"))
    assert desk.code() == 1
    assert desk.rows("select count(*), count(distinct article_id) from raw.article_versions") == [(3, 1)]
    assert desk.rows("select text like '%did not say more%' from raw.articles") == [(True,)]
    assert desk.rows("select count(*) from raw.sentences where part = 'title'") == [(1,)]


def test_addresses_that_lead_to_one_article_are_one(desk: Desk) -> None:
    desk.read(
        document(page(), "https://gazette.example/accord?utm_source=mail"),
        document(page(CANONICAL), "https://m.gazette.example/a/accord"),
        document(page(CANONICAL, before="<p>Updated: 20 July 2023</p>"), "https://gazette.example/accord.amp"),
        document(page(), "inbox:saved.html", given_url=f"{URL}#top", given_by="manifest"),
    )
    assert desk.rows("select url from raw.articles") == [(URL,)]
    assert desk.rows("select count(*) from raw.article_versions") == [(4,)]
    assert desk.code() == 1


def test_a_correction_by_another_address_takes_the_place_and_keeps_the_id(desk: Desk) -> None:
    desk.read(document(page(CANONICAL), URL))
    before = desk.rows("select article_id from raw.articles")
    desk.read(document(page(CANONICAL, body=MORE), f"{URL}.amp"))
    assert desk.rows("select article_id from raw.articles") == before
    assert desk.rows("select uri from raw.articles") == [(f"{URL}.amp",)]
    assert desk.code() == 1


@pytest.mark.parametrize("first", [0, 1])
def test_the_order_in_a_batch_does_not_matter(desk: Desk, first: int) -> None:
    both = [document(page(CANONICAL), f"{URL}?utm_a={n}") for n in range(2)]
    desk.read(both[first], both[1 - first])
    assert desk.rows("select uri from raw.articles") == [(f"{URL}?utm_a=0",)]


def test_a_canonical_address_that_many_articles_share_is_ignored(desk: Desk) -> None:
    def copied(n: int) -> Document:
        return document(page(CANONICAL).replace("border accord", f"accord {n}"), f"inbox:{n}.html")

    desk.read(*(copied(n) for n in range(5)))
    assert desk.rows("select count(*) from raw.articles") == [(1,)]
    desk.read(*(copied(n) for n in range(5, 7)))
    assert desk.rows("select count(*), count(distinct title), count(url) from raw.articles") == [(7, 7, 0)]
    desk.read(copied(7))
    assert desk.rows("select count(*), count(url) from raw.articles") == [(8, 0)]


def test_a_home_page_is_no_canonical_address(desk: Desk) -> None:
    head = '<link rel="canonical" href="https://other.example/">'
    desk.read(document(page(head), "https://gazette.example/a"), document(page(head, body=MORE), "inbox:b.html"))
    assert desk.rows("select url from raw.articles order by uri") == [("https://gazette.example/a",), (None,)]


def test_what_gave_way_speaks_again_when_the_other_is_no_article_any_more(desk: Desk) -> None:
    desk.read(document(page(CANONICAL), URL))
    desk.read(document(page(CANONICAL, body=MORE), "inbox:a.html"))
    assert desk.rows("select uri from raw.articles") == [("inbox:a.html",)]
    desk.read(document(b"%PDF-1.7", "inbox:a.html"))
    assert desk.rows("select uri, count(*) over () from raw.articles") == [(URL, 1)]


def test_of_a_stub_only_the_title_is_coded_and_of_a_running_report_nothing(desk: Desk) -> None:
    walled = page(body="<p>The two ministers met on Tuesday in the border town. They had not met for years.</p>")
    live = page('<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "Talks"}</script>')
    desk.read(document(walled, "inbox:a.html"), document(live, "inbox:b.html"))
    assert desk.rows("select uri, flags from raw.articles order by uri") == [
        ("inbox:a.html", "stub"),
        ("inbox:b.html", "live_blog"),
    ]
    _, batches = articles_to_code(desk.con, "c", "d", size=10)
    rows = [row for batch in batches for row in batch.to_pylist()]
    assert {row["part"] for row in rows if row["is_complete"]} == {"title"}
    assert {row["article_id"] for row in rows} == {row[0] for row in desk.rows("select article_id from raw.articles")}
    desk.read(document(live, "inbox:b.html", wishes="live_blogs"))  # now its source wants it coded
    _, batches = articles_to_code(desk.con, "c", "d", size=10)
    assert "body" in {row["part"] for batch in batches for row in batch.to_pylist() if row["is_complete"]}
