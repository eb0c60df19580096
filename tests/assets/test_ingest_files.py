"""Tables and archives in the inbox: read once, taken up where a run was killed, and never stored twice."""

import multiprocessing
import os
import signal
import time
from pathlib import Path

import duckdb
import pytest

from pipelines import settings
from pipelines.assets.ingest import FILES, read_files
from pipelines.assets.polling import take_in_sources
from pipelines.sources import listing
from pipelines.warehouse import database, polls, raw_store
from pipelines.warehouse.load import TakenIn
from tests.bad_inputs import write
from tests.sources.archives import archive, json_lines, packed, page, rows

PAGES = 1_600  # three loads and a bit


@pytest.fixture
def home(tmp_path: Path) -> settings.Settings:
    home = settings.load(tmp_path)
    for folder in (home.work, home.raw, home.inbox):
        folder.mkdir()
    return home


def read(home: settings.Settings) -> tuple[TakenIn, int]:
    with database.connect(home.work_db) as con:
        return read_files(con, home, None)


def ask(home: settings.Settings, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home.work_db)) as con:
        return con.execute(query).fetchall()


def test_a_table_that_has_not_changed_is_not_read_again_and_its_refusals_stay(home: settings.Settings) -> None:
    table = [*rows(3), {"id": "x"}]
    write(home.inbox / "t.jsonl", json_lines(table))
    write(home.inbox / "other.csv", b"name,price\nbread,3\n")
    assert read(home) == (TakenIn(new=3, refused={"bad_row": 1, "unreadable": 1}), 0)
    assert read(home) == (TakenIn(known=5), 0)  # four rows, and the other table
    assert ask(home, "select uri from raw.rejections order by uri") == [
        ("inbox:other.csv",),
        ("inbox:t.jsonl#row 4",),
    ]
    write(home.inbox / "t.jsonl", json_lines(rows(4)))
    taken, gone = read(home)
    assert (taken.new, taken.known, gone) == (1, 4, 1)  # known: three rows, and the other table
    (home.inbox / "other.csv").unlink()
    assert read(home)[1] == 1
    assert ask(home, "select count(*) from raw.rejections") == [(0,)]


def test_what_a_source_has_refused_stays_as_long_as_it_is_so(home: settings.Settings, tmp_path: Path) -> None:
    press = tmp_path / "press"
    write(press / "t.jsonl.gz", packed(json_lines([*rows(3), {"id": "x"}]))[:-8])
    write(press / "photo.jpg", b"x")
    home.sources.write_text(f'[press]\nkind = "folder"\nlocation = "{press}"\n')

    def refused() -> list[str]:
        with database.connect(home.work_db) as con:
            take_in_sources(con, home, listing.read(home.sources), None)
        return [str(uri).rpartition("/")[2] for (uri,) in ask(home, "select uri from raw.rejections order by uri")]

    assert refused() == ["photo.jpg", "t.jsonl.gz", "t.jsonl.gz#row 4"]
    assert refused() == ["photo.jpg", "t.jsonl.gz", "t.jsonl.gz#row 4"]
    write(press / "t.jsonl.gz", packed(json_lines(rows(4))))
    (press / "photo.jpg").unlink()
    assert refused() == []


def test_a_table_is_not_remembered_before_its_rows_are_kept(
    home: settings.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a killed run has not kept, the next one reads again, also where files are read ahead of it."""
    for name in "abc":
        write(home.inbox / f"{name}.jsonl", json_lines([row | {"id": f"{name}{row['id']}"} for row in rows(501)]))
    sources = home.sources
    sources.write_text(f'[press]\nkind = "folder"\nlocation = "{home.inbox}"\n')

    kept: list[tuple[int, int]] = []
    remember = polls.remember

    def noted(con: duckdb.DuckDBPyConnection, name: str, said: dict[str, str]) -> None:
        remember(con, name, said)
        (count,) = con.execute("select count(*) from raw.documents").fetchall()[0]
        kept.append((int(count), len(said)))

    monkeypatch.setattr(polls, "remember", noted)
    with database.connect(home.work_db) as con:
        take_in_sources(con, home, listing.read(sources), "press")
    loads = [(n_documents, n_files) for n_documents, n_files in kept if n_files]
    # the memory is written before the rows of its load, within one transaction
    assert all(n_files * 501 <= n_documents + 500 for n_documents, n_files in loads)
    assert loads[-1][1] == 3


def _read_in_a_process(home: settings.Settings) -> None:
    read(home)


@pytest.mark.slow
def test_killing_the_reading_of_a_large_archive_loses_nothing_and_stores_nothing_twice(
    home: settings.Settings,
) -> None:
    pages = {f"https://news.example/{i}": page(i) for i in range(PAGES)}
    write(home.inbox / "big.warc.gz", archive(pages))
    context = multiprocessing.get_context("forkserver")
    stored_when_killed = []
    for share in (0.05, 0.4, 0.7, 0.95):
        process = context.Process(target=_read_in_a_process, args=(home,))
        process.start()
        while process.is_alive() and sum(1 for _ in home.raw.glob("*/*")) < share * PAGES:
            time.sleep(0.002)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        assert process.exitcode == -signal.SIGKILL, "it ended before it was killed"
        stored_when_killed.append(ask(home, "select count(*) from raw.documents")[0][0])
    assert stored_when_killed == sorted(stored_when_killed)  # what was kept is kept
    raw_store.remove_unfinished(home.raw)

    taken, _ = read(home)
    assert taken.new + taken.known == PAGES
    assert taken.known >= int(str(stored_when_killed[-1])) > 0
    assert ask(home, "select count(*), count(distinct uri), count(distinct document_id) from raw.documents") == [
        (PAGES, PAGES, PAGES)
    ]
    assert sum(1 for _ in home.raw.glob("*/*")) == PAGES
    assert read(home) == (TakenIn(known=PAGES), 0)
    with database.connect(home.work_db) as con:
        assert list(polls.memory(con, FILES)) == ["inbox:big.warc.gz"]
