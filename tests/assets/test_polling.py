"""Sources asked and their pages fetched, from real servers into a real home."""

import json
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import duckdb
import pytest

from pipelines import settings
from pipelines.assets import polling
from pipelines.sources import listing
from pipelines.sources.source import Source
from pipelines.warehouse import database, polls
from pipelines.warehouse.load import TakenIn
from tests.bad_inputs import write
from tests.sources.archives import packed
from tests.sources.feeds import rss, rss_item
from tests.sources.servers import Respond, Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def home(tmp_path: Path) -> settings.Settings:
    (tmp_path / "entente.toml").write_text("site_seconds = 0.0\nfetch_minutes = 0.5\n")
    home = settings.load(tmp_path)
    for folder in (home.work, home.raw, home.inbox):
        folder.mkdir()
    return home


def listed(home: settings.Settings, **sources: dict[str, object]) -> dict[str, Source]:
    tables = [f"[{name}]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in said.items())
              for name, said in sources.items()]  # fmt: skip
    home.sources.write_text("\n".join(tables))
    return listing.read(home.sources)


def feed(site: Site, path: str = "/feed", **settings: object) -> dict[str, object]:
    return {"kind": "feed", "location": site.url(path), "allow_private": True, **settings}


def put_feed(site: Site, pages: dict[str, str], path: str = "/feed") -> None:
    """A feed of pages, and the pages."""
    site.put(path, rss([rss_item(site.url(page), title=f"About {page}", guid=page) for page in pages]))
    for page, text in pages.items():
        site.put(page, f"<html><body><p>{text}</p></body></html>", Content_Type="text/html; charset=utf-8")


def run(home: settings.Settings, sources: dict[str, Source], only: str | None = None) -> TakenIn:
    with database.connect(home.work_db) as con:
        return polling.take_in_sources(con, home, sources, only)


def ask(home: settings.Settings, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home.work_db)) as con:
        con.execute("set TimeZone = 'UTC'")
        return con.execute(query).fetchall()


def make_due(home: settings.Settings) -> None:
    ask(home, "update state.polls set next_at = now() - interval 1 minute")


def test_a_feed_becomes_documents_that_say_where_they_are_from(site: Site, home: settings.Settings) -> None:
    put_feed(site, {"/a": "one", "/b": "two"})
    sources = listed(home, lantern=feed(site, outlet="The Lantern"))
    assert run(home, sources).new == 2
    said = "uri, given_title, given_source, given_by, given_charset, source_name"
    assert ask(home, f"select {said} from raw.documents order by uri") == [
        (site.url("/a"), "About /a", "The Lantern", "feed", "utf-8", "lantern"),
        (site.url("/b"), "About /b", "The Lantern", "feed", "utf-8", "lantern"),
    ]
    assert site.asked == ["/robots.txt", "/feed", "/a", "/b"]


def test_nothing_is_asked_before_its_time_nor_fetched_twice(site: Site, home: settings.Settings) -> None:
    put_feed(site, {"/a": "one"})
    sources = listed(home, lantern=feed(site))
    run(home, sources)
    run(home, sources)
    assert site.count("/feed") == 1
    make_due(home)
    put_feed(site, {"/a": "one", "/b": "two"})
    assert run(home, sources).new == 1
    assert run(home, sources, only="lantern").new == 0  # asked by name: at once
    assert [site.count(path) for path in ("/feed", "/a", "/b", "/robots.txt")] == [3, 1, 1, 1]


def test_the_same_page_in_two_feeds_is_fetched_once(site: Site, home: settings.Settings) -> None:
    put_feed(site, {"/a?utm_source=one": "text"}, "/one")
    put_feed(site, {"/a?utm_source=two": "text"}, "/two")
    assert run(home, listed(home, one=feed(site, "/one"), two=feed(site, "/two"))).new == 1
    assert len([path for path in site.asked if path.startswith("/a")]) == 1


def test_a_page_that_its_feed_says_has_changed_is_fetched_again(site: Site, home: settings.Settings) -> None:
    sources = listed(home, lantern=feed(site))
    for version in ("first", "second"):
        put_feed(site, {"/a": version})
        site.put("/feed", rss([rss_item(site.url("/a"), guid=version)]))
        assert run(home, sources, only="lantern").new == 1
    assert ask(home, "select count(*), count(distinct uri) from raw.documents") == [(2, 1)]


def test_every_page_ends_as_a_document_or_a_refusal_or_waits(site: Site, home: settings.Settings) -> None:
    pages = {f"/{n}": "text" for n in ("good", "gone", "busy", "empty", "secret", "large")}
    put_feed(site, pages)
    site.put("/robots.txt", "User-agent: *\nDisallow: /secret")
    site.put("/gone", status=410)
    site.put("/busy", status=503)
    site.put("/empty", b" \n")
    site.put("/large", b"x", Content_Length="999999999")
    taken = run(home, listed(home, lantern=feed(site)))
    assert (taken.new, dict(taken.refused)) == (1, {"not_found": 1, "empty": 1, "robots": 1, "too_large": 1})
    assert set(ask(home, "select reason, source_name from raw.rejections")) == {
        (reason, "lantern") for reason in ("not_found", "empty", "robots", "too_large")
    }
    assert ask(home, "select uri, tries from state.pages where is_waiting") == [(site.url("/busy"), 1)]


def test_a_page_that_keeps_failing_is_given_up_and_one_that_recovers_is_taken(
    site: Site, home: settings.Settings
) -> None:
    put_feed(site, {"/never": "x", "/later": "x"})
    for path in ("/never", "/later"):
        site.put(path, status=503)
    sources = listed(home, lantern=feed(site))
    taken = TakenIn()
    for n in range(8):
        if n == 2:
            site.put("/later", "<p>text</p>")
        taken += run(home, sources)
        ask(home, "update state.pages set next_at = now() - interval 1 minute")
    assert (taken.new, dict(taken.refused)) == (1, {"http_error": 1})
    assert [site.count(path) for path in ("/never", "/later")] == [5, 3]


def test_a_site_that_asks_to_wait_is_not_asked_for_its_other_pages(site: Site, home: settings.Settings) -> None:
    put_feed(site, {f"/{n}": "text" for n in range(20)})
    site.put("/3", status=429, Retry_After="3600")
    sources = listed(home, lantern=feed(site))
    run(home, sources)
    asked = len(site.asked)
    assert asked < 22
    waiting = ask(home, "select count(*), min(next_at) > now() + interval 55 minute from state.pages where is_waiting")
    assert waiting == [(22 - asked + 1, True)]
    put_feed(site, {"/20": "text"}, "/other")
    run(home, listed(home, lantern=feed(site), other=feed(site, "/other")))  # nor is it for what another source has
    assert len(site.asked) == asked
    assert datetime.fromisoformat(home.next_poll.read_text()) > datetime.now(UTC) + timedelta(minutes=30)


def test_what_the_warehouse_says_of_a_source_changes_only_with_how_it_does(site: Site, home: settings.Settings) -> None:
    put_feed(site, {"/a": "text"})
    sources = listed(home, lantern=feed(site, country="GBR"), dead=feed(site, "/gone"))
    said = "source_name, country, failures, is_off, next_at is null, error is null"

    def told() -> tuple[bool, list[tuple[object, ...]]]:
        with database.connect(home.work_db) as con:
            before = database.raw_version(con)
            polling.tell_sources(con, sources, at_any_rate=False)
            rows = con.execute(f"select {said} from raw.sources order by source_name").fetchall()
            return database.raw_version(con) != before, rows

    never = [("dead", None, 0.0, False, True, True), ("lantern", "GBR", 0.0, False, True, True)]
    assert told() == (True, never)
    run(home, sources)
    assert told() == (True, [("dead", None, 1.0, False, False, False), ("lantern", "GBR", 0.0, False, False, True)])
    ask(home, "update state.polls set failures = 29 where source_name = 'dead'")
    run(home, sources, only="dead")
    dead = ("dead", None, 30.0, True, True, False)
    assert told() == (True, [dead, ("lantern", "GBR", 0.0, False, False, True)])
    run(home, sources, only="lantern")
    assert told()[0] is False  # it answered as before
    del sources["dead"]
    assert told() == (True, [("lantern", "GBR", 0.0, False, False, True)])


def test_a_feed_that_fails_backs_off_and_is_left_alone_in_the_end(site: Site, home: settings.Settings) -> None:
    sources = listed(home, dead=feed(site, "/gone", poll_minutes=10))
    waits, failures = [], 0
    for n in range(14):
        if n == 11:
            assert failures == 11
            ask(home, "update state.polls set failures = 28")
        run(home, sources)
        ((minutes, failures),) = ask(home, "select epoch(next_at - polled_at) / 60, failures from state.polls")
        waits.append(minutes)
        make_due(home)
    assert (waits[:3], waits[10]) == ([20, 40, 80], 24 * 60)
    assert failures == 30
    assert site.count("/gone") == 11 + 2
    with database.connect(home.work_db) as con:
        assert polls.last_polls(con)["dead"].is_off
    assert ask(home, "select uri, reason, source_name from raw.rejections") == [
        (site.url("/gone"), "not_found", "dead"),
    ]
    put_feed(site, {"/a": "text"}, "/gone")
    run(home, sources, only="dead")  # a person asks for it by name, and it lives
    assert ask(home, "select failures, error from state.polls") == [(0.0, None)]
    assert ask(home, "from raw.rejections") == []


def test_polls_come_closer_when_much_is_new_and_rarer_when_little_is() -> None:
    now = datetime(2023, 7, 19, tzinfo=UTC)
    poll = None
    for share, minutes in ((0.5, 60), (0.0, 40), (0.1, 26), (0.0, 17), (0.0, 11), (0.0, 10), (1.0, 15), (0.5, 15)):
        poll = polls.poll_ended(poll, "lantern", now, None, share)
        assert int(poll.minutes) == minutes
        assert poll.next_at == now + timedelta(minutes=poll.minutes)
    for _ in range(20):
        poll = polls.poll_ended(poll, "lantern", now, None, 1.0)
    assert poll is not None and poll.minutes == 24 * 60


def test_a_reader_that_stumbles_ends_no_other_source(
    site: Site, home: settings.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> Iterator[object]:
        raise RuntimeError("over nothing")
        yield

    kind = polling.KINDS["sitemap"]
    monkeypatch.setitem(polling.KINDS, "sitemap", kind._replace(read=stumble))
    put_feed(site, {"/a": "text"})
    broken = {"kind": "sitemap", "location": "https://x.example/"}
    assert run(home, listed(home, broken=broken, lantern=feed(site))).new == 1
    assert ask(home, "select reason, detail, source_name from raw.rejections") == [
        ("unreadable", "RuntimeError: over nothing", "broken")
    ]


def test_a_folder_is_looked_at_every_time(home: settings.Settings, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    sources = listed(home, saved={"kind": "folder", "location": str(folder), "outlet": "The Lantern"})
    assert dict(run(home, sources).refused) == {"unreadable": 1}
    folder.mkdir()
    (folder / "a.txt").write_text("text")
    assert run(home, sources).new == 1
    assert run(home, sources).known == 1
    assert ask(home, "select source_name, given_source from raw.documents") == [("saved", "The Lantern")]
    assert ask(home, "from raw.rejections") == []
    assert home.next_poll.read_text() == ""


def test_what_was_refused_of_a_file_stays_while_the_file_is_the_same(home: settings.Settings, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "rows.jsonl").write_text('{"text": "An article."}\n' + '{"text": 5}\n' * 20)
    os.utime(folder / "rows.jsonl", (0, 0))
    sources = listed(home, saved={"kind": "folder", "location": str(folder)})
    for known in (0, 1, 1):
        assert run(home, sources).known == known
        assert ask(home, "select reason, source_name from raw.rejections") == [("bad_rows", "saved")]


def test_what_was_refused_of_a_file_goes_when_it_is_mended(home: settings.Settings, tmp_path: Path) -> None:
    export, other = tmp_path / "rows.csv", tmp_path / "rows.csv.gz"
    for path, pack in ((export, bytes), (other, packed)):
        write(path, pack(b"id,text\n1,An article.\n2,\n"))
    sources = listed(
        home, one={"kind": "table", "location": str(export)}, two={"kind": "table", "location": str(other)}
    )
    run(home, sources)
    write(export, b"id,text\n1,An article.\n2,Another one.\n")
    assert run(home, sources).new == 1
    assert ask(home, "select reason, source_name from raw.rejections") == [("bad_row", "two")]
    write(export, b"id,text\n1,An article.\n2,Another one.\n3,\n4,\n5,\n")
    run(home, sources)
    assert ask(home, "select uri from raw.rejections where source_name = 'one'") == [(f"file://{export}",)]
    write(export, b"id,text\n1,An article.\n")
    run(home, sources)
    assert ask(home, "select source_name from raw.rejections") == [("two",)]


# ---- killed --------------------------------------------------------------------------------


def work(home: Path) -> None:
    """What a run does, in a process that may be killed."""
    at = settings.load(home)
    run(at, listing.read(at.sources))


def slowly(respond: Respond, handler: BaseHTTPRequestHandler) -> None:
    """So that what is fetched is kept in several parts."""
    time.sleep(0.05)
    respond(handler)


@pytest.mark.slow
def test_a_run_that_is_killed_loses_nothing_and_asks_for_nothing_twice_that_it_has_kept(
    site: Site, home: settings.Settings
) -> None:
    pages = {f"/{n}": f"text {n}" for n in range(36)}
    put_feed(site, pages)
    for path, respond in list(site.pages.items()):
        site.pages[path] = partial(slowly, respond)
    listed(home, lantern=feed(site))
    process = multiprocessing.get_context("forkserver").Process
    kept: set[str] = set()
    kills = 0
    for attempt in range(20):
        before = list(site.asked)
        worker = process(target=work, args=(home.home,))
        worker.start()
        deadline = time.monotonic() + 30
        while worker.is_alive() and len(site.asked) < len(before) + 4 + 6 * attempt and time.monotonic() < deadline:
            time.sleep(0.002)
        if worker.is_alive():
            assert worker.pid is not None
            os.kill(worker.pid, signal.SIGKILL)
            kills += 1
        worker.join()
        assert not kept & {site.url(path) for path in site.asked[len(before) :]}
        if home.work_db.exists():
            with database.connect(home.work_db) as con:
                rows = con.execute("select uri, content_sha256 from raw.documents").fetchall()
                (waiting,) = con.execute("select count(*) from state.pages where is_waiting").fetchall()[0]
                known = con.execute("select count(*) from state.pages").fetchall()[0][0]
            kept = {uri for uri, _ in rows}
            assert len(kept) == len(rows)
            assert known in (0, len(pages)) and len(kept) + waiting == known
            assert all((home.raw / sha[:2] / sha).exists() for _, sha in rows)
        if len(kept) == len(pages):
            break
    assert kept == {site.url(path) for path in pages}
    assert kills >= 3
