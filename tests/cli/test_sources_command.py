"""`entente sources`: from an address to articles in the published file, and what is said on the way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipelines.cli import main
from tests.cli.homes import closing_table, entente
from tests.sources.feeds import rss, rss_item
from tests.sources.servers import Site, serving

PRIVATE = ("--set", "allow_private=true")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "entente.toml").write_text("site_seconds = 0.0\n")
    return tmp_path


def sources(home: Path, *arguments: str) -> Result:
    """The command in this process, which is quicker."""
    return CliRunner().invoke(main, ["--home", str(home), "sources", *arguments])


STORY = (
    "Vessia recalled its ambassador from Corvania on Wednesday. The foreign minister of Vessia said that talks with "
    "Corvania had failed. Officials in both capitals confirmed that no further meeting was planned this year."
)


def publish(site: Site) -> str:
    page = f"<html><head><title>Ambassador recalled</title></head><body><article><p>{STORY}</p><p>{STORY}</p></article></body></html>"  # fmt: skip # noqa: E501
    item = rss_item(site.put("/recalled", page), title="Ambassador recalled", pubDate="Wed, 19 Jul 2023 12:00:00 GMT")
    home = '<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>'
    site.put("/feed", rss([item]))
    return site.put("/", home)


def test_a_source_is_added_by_its_address_alone_checked_listed_and_removed(site: Site, home: Path) -> None:
    added = sources(home, "add", publish(site), *PRIVATE, "--outlet", "The Lantern")
    assert added.exit_code == 0, added.stderr
    assert added.stdout.startswith(f"127-0-0-1 (feed) is in {home / 'sources.toml'}.")
    text = (home / "sources.toml").read_text()
    for line in ("[127-0-0-1]", 'kind = "feed"', f'location = "{site.url("/feed")}"', "allow_private = true"):
        assert line in text
    checked = sources(home, "check", "127-0-0-1")
    assert checked.exit_code == 0, checked.stderr
    assert "1 pages to fetch, 0 documents, 0 refused" in checked.stdout
    assert f"Wed, 19 Jul 2023 12:00:00 GMT · Ambassador recalled · {site.url('/recalled')}" in checked.stdout
    assert "The first becomes an article: Ambassador recalled, 2023-07-19, " in checked.stdout
    assert not (home / "work").exists()  # nothing is kept
    listed = sources(home, "list").stdout
    assert "127-0-0-1" in listed and "never" in listed
    assert sources(home, "remove", "127-0-0-1").exit_code == 0
    assert sources(home, "list").stdout.startswith("There are no sources yet")


def test_slips_are_told_in_a_line(site: Site, home: Path) -> None:
    page = site.put("/page", "<html><p>Nothing here</p></html>")
    table = home / "export.csv"
    table.write_text("head,tekst,price\nA title,The text.,3\n")
    for arguments, why in (
        (("add", page, *PRIVATE), "neither a feed nor a sitemap"),
        (("add", page), "where allow_private = true); --set allow_private=true asks it"),
        (("add", "http://10.0.0.1/"), "private_address (10.0.0.1 is asked only where allow_private = true"),
        (("add", "ftp://lantern.example/"), "only addresses with http:// or https:// are asked"),
        (("add", "list.txt"), "list.txt: no file or folder here, no address with https://; what it is has to be said"),
        (("add",), "give a location or --kind"),
        (("add", page, "--kind", "fax"), "kind: 'fax' is none of"),
        (("add", page, "--kind", "feed", "--set", "colour=red"), "colour: there is no such setting"),
        (("add", str(table)), "no column of articles among: head, tekst, price"),
        (("add", str(table)), """in `columns`, as by --set 'columns={text = "COLUMN"}'"""),
        (("add", str(table), "--set", 'columns={text = "body"}'), "no column body among: head, tekst, price"),
        (("add", str(table), "--set", 'columns={title = "head"}'), "one of text and html has to name"),
        (("add", page, "--kind", "feed", "--name", "My feed"), "name: 'My feed' is not made of small letters"),
        (("check", "lantern"), "has no source lantern (there are: none yet)"),
        (("remove", "lantern"), "there is no source [lantern]"),
    ):
        done = sources(home, *arguments)
        assert done.exit_code != 0
        assert why in done.stderr and "Traceback" not in done.stderr
    added = sources(home, "add", str(table), "--set", 'columns={text = "tekst"}')
    assert added.stdout.startswith("export (table) is in "), added.stderr
    (home / "sources.toml").write_text("[lantern]\nkind = 'feed'\nlocatoin = 'https://lantern.example/'\n")
    told = CliRunner().invoke(main, ["--home", str(home), "run"])
    assert told.exit_code == 1
    assert told.stderr.endswith("[lantern] locatoin: there is no such setting; is location meant?\n")
    assert not (home / "work").exists()  # it is told before anything is begun
    (home / "sources.toml").unlink()
    assert (
        "has no source lantern" in CliRunner().invoke(main, ["--home", str(home), "run", "--source", "lantern"]).stderr
    )


@pytest.mark.slow
def test_a_run_takes_in_what_the_sources_have(site: Site, home: Path) -> None:
    publish(site)
    assert entente(home, "sources", "add", site.url("/feed"), *PRIVATE, "--name", "lantern").returncode == 0
    gone = site.url("/gone")
    assert entente(home, "sources", "add", gone, "--kind", "feed", *PRIVATE, "--name", "dead").returncode == 0
    done = entente(home, "run")
    assert done.returncode == 0, done.stderr
    table = closing_table(done.stdout)
    assert (table["came in"], table["rejected"], table["published"]) == ("1", "1", "yes")
    query = "select url, title, published_at::date as day from articles"
    assert f"{site.url('/recalled')},Ambassador recalled,2023-07-19" in entente(
        home, "sql", "--format", "csv", query
    ).stdout  # fmt: skip
    refused = entente(home, "sql", "--format", "csv", "select source_name, reason from rejected_documents").stdout
    assert "dead,not_found" in refused
    listed = {line.split()[0]: line for line in entente(home, "sources", "list").stdout.splitlines()}
    assert listed["lantern"].split()[1:5] == ["feed", "1", "0", "0"]
    assert "not_found: the server answers 404 (1 failures)" in listed["dead"]
    again = entente(home, "run")
    assert again.stdout.startswith("Nothing to do"), again.stdout
    assert site.count("/recalled") == 1
