"""A run over good articles among all that goes wrong: none of them is lost, and every input is told of."""

import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from tests.bad_inputs import REFUSED, in_a_folder, write
from tests.conftest import ENTENTE
from tests.forty import TESTS
from tests.sources.archives import page, text
from tests.sources.feeds import rss, rss_item
from tests.sources.servers import Site, serving

GOOD = 50


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@contextmanager
def growing(path: Path) -> Iterator[None]:
    """A file that is written on and on."""
    done = threading.Event()

    def grow() -> None:
        while not done.wait(0.1):
            with path.open("a") as file:
                file.write("Kestria condemned Maldovia. ")

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        yield
    finally:
        done.set()
        writer.join()


def bad_sources(home: Path, site: Site) -> dict[str, str]:
    """Feeds and addresses that go wrong, as sources of a home; gives what must be refused of them, and why."""
    for number in range(2201, 2507):
        site.put(f"/{number}", page(number), Content_Type="text/html; charset=utf-8")
    item = {number: rss_item(site.url(f"/{number}"), title=f"Story {number}") for number in range(2201, 2507)}
    feeds = {
        22: "<!doctype html><html><body><h1>Not found</h1></body></html>",
        23: rss([item[number] for number in (2301, 2302, 2303)]),
        24: rss([item[2401], "<title>R&D\0</title>"])[:-20],
        25: rss([rss_item(site.url(f"/{number}"), guid="same") for number in (2501, 2502)] + ["<item/>"]),
        20: '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + rss(["<item><title>&b;</title></item>"]),
    }
    site.put("/39/loop", status=302, Location=site.url("/39/loop"))
    site.put("/39/file", status=302, Location="file:///etc/passwd")
    site.put("/40/endless", bytes(11_000_000), Content_Type="text/html")
    human = "<html><body><h1>One moment</h1><p>Verify you are human by completing the action below.</p></body></html>"
    site.put("/40/human", human, Content_Type="text/html")
    lists = {
        "open": [site.url(path) for path in ("/39/loop", "/39/file", "/40/endless", "/40/human", "/gone")],
        "closed": ["http://10.1.2.3/a"],
    }
    tables = []
    for number, content in feeds.items():
        site.put(f"/feed{number}", content, Content_Type="application/rss+xml")
        tables.append(f'[feed{number}]\nkind = "feed"\nlocation = "{site.url(f"/feed{number}")}"\nallow_private = true')
    tables[1] += "\nmax_items = 2"
    for name, addresses in lists.items():
        write(home / f"{name}.txt", "\n".join(addresses).encode())
        private = json.dumps(name == "open")
        tables.append(f'[{name}]\nkind = "urls"\nlocation = "{home / name}.txt"\nallow_private = {private}')
    (home / "sources.toml").write_text("\n".join(tables))
    (home / "entente.toml").write_text("site_seconds = 0.0\n")
    return {"http://10.1.2.3/a": "private_address"} | {
        site.url(path): reason
        for path, reason in {
            "/feed20": "xml_entities",
            "/feed22": "not_a_feed",
            "/feed23": "too_many_items",
            "/39/loop": "too_many_redirects",
            "/39/file": "bad_url",
            "/40/endless": "too_large",
            "/40/human": "blocked_page",
            "/gone": "not_found",
            "/feed25#": "bad_url",  # an item without a link
        }.items()
    }


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_fifty_good_articles_among_the_bad_inputs_are_all_coded(tmp_path: Path, site: Site) -> None:
    home = tmp_path / "home"
    for i in range(GOOD):
        write(home / "inbox" / f"good/{i:02}.txt", text(i).encode())
    in_a_folder(home / "inbox")
    expected = bad_sources(home, site) | {f"inbox:{place}": reason for place, reason in REFUSED.items()}
    expected["inbox:33/growing.txt"] = "unfinished"

    environment = os.environ | {"ENTENTE_HOME": str(home)}
    with growing(home / "inbox/33/growing.txt"):
        done = subprocess.run([ENTENTE, "run"], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-4000:]}"

    with duckdb.connect(str(home / "work/work.duckdb"), read_only=True) as con:
        coded = con.execute(
            """select count(*) from raw.articles semi join raw.coded_articles using (article_id)
            where uri like 'inbox:good/%'"""
        ).fetchall()
        accepted = con.execute("select distinct uri from raw.documents anti join raw.rejections using (uri)").fetchall()
    with duckdb.connect(str(home / "entente.duckdb"), read_only=True) as con:
        rejected = con.execute("select uri, reason from rejected_documents").fetchall()
        listed = [uri for (uri,) in con.execute("select uri from outcomes").fetchall()]
        leaked = con.execute("select uri from articles where text like '%root:%' or text like '%hahaha%'").fetchall()
    numbers = {number for uri in listed if (number := re.search(r"inbox:(\d\d)/|/feed(\d\d)\b|:\d+/(\d\d)", uri))}
    assert {int(next(filter(None, number.groups()))) for number in numbers} == set(range(1, 41))
    nameless = site.url("/feed25#")
    refused = {nameless if uri.startswith(nameless) else uri: reason for uri, reason in rejected}
    assert coded == [(GOOD,)]
    assert {uri: reason for uri, reason in refused.items() if expected.get(uri) != reason} == {}
    assert expected.keys() - refused.keys() == set()
    assert {uri for (uri,) in accepted} & expected.keys() == set()
    folders = {uri.partition("/")[0] for (uri,) in accepted}
    assert folders >= {
        f"inbox:{number:02}" for number in (4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 32, 34, 35)
    }
    assert {site.url(f"/{number}") for number in (2301, 2302, 2401, 2501, 2502)} <= {uri for (uri,) in accepted}
    assert leaked == []


def test_each_of_the_forty_is_tested_for_itself() -> None:
    assert list(TESTS) == list(range(1, 41))
    for where in {where for names in TESTS.values() for where in names}:
        file, name = where.split("::")
        assert f"def {name}(" in (Path(__file__).parents[1] / file).read_text(), where
