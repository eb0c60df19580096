"""Web archives and tables as sources: what of them is wanted is said in sources.toml."""

import gzip
from pathlib import Path

import pytest

from pipelines.sources.discover import look_at_path
from pipelines.sources.kinds import KINDS
from pipelines.sources.listing import SourcesError
from pipelines.sources.listing import read as read_listing
from pipelines.sources.types import Document, Refusal
from tests.bad_inputs import write
from tests.sources.archives import archive, json_lines, page, text

TOML = """
[crawl]
kind = "warc"
location = ["{0}/list.paths", "{0}/more", "{0}/gone.paths"]
hosts = "News.Example"
since = 2024-05-16
languages = ["en"]
outlet = "Harbour Gazette"

[export]
kind = "table"
location = "{0}/export.jsonl"
columns = {{text = "tekst", id = "nr"}}
date_order = "dmy"
"""


def found(folder: Path, name: str, memory: dict[str, str] | None = None, toml: str = TOML) -> list[Document | Refusal]:
    path = folder / "sources.toml"
    path.write_text(toml.format(folder))
    source = read_listing(path)[name]
    return list(KINDS[source.kind].read(source, None, {} if memory is None else memory))  # type: ignore[arg-type]


def test_archives_may_be_listed_and_are_filtered(tmp_path: Path) -> None:
    pages = {"https://www.news.example/1": page(1), "https://other.example/2": page(2)}
    write(tmp_path / "deep" / "a.warc.gz", archive(pages))
    write(tmp_path / "more" / "b.warc", archive({"https://news.example/3": page(3)}, packed=False))
    write(tmp_path / "list.paths", b"# what we have\ndeep/a.warc.gz\n\ndeep/lost.warc.gz\n")
    items = found(tmp_path, "crawl")
    assert [(d.given_url, d.given_source, d.source_name) for d in items if isinstance(d, Document)] == [
        ("https://www.news.example/1", "Harbour Gazette", "crawl"),
        ("https://news.example/3", "Harbour Gazette", "crawl"),
    ]
    refused = [(r.uri.rpartition("/")[2], r.reason) for r in items if isinstance(r, Refusal)]
    assert refused == [
        ("a.warc.gz#not_wanted", "not_wanted"),
        ("lost.warc.gz", "unreadable"),
        ("gone.paths", "unreadable"),
    ]


def test_a_packed_list_is_a_list(tmp_path: Path) -> None:
    write(tmp_path / "a.warc.gz", archive({"https://news.example/1": page(1)}))
    write(tmp_path / "list.paths", b"")
    write(tmp_path / "list.paths.gz", gzip.compress(b"a.warc.gz\n"))
    path = tmp_path / "sources.toml"
    path.write_text(f'[crawl]\nkind = "warc"\nlocation = "{tmp_path}/list.paths.gz"\n')
    source = read_listing(path)["crawl"]
    (document,) = KINDS["warc"].read(source, None, {})  # type: ignore[arg-type]
    assert isinstance(document, Document)
    assert document.uri == f"file://{tmp_path}/a.warc.gz#20240516102030/https://news.example/1"


def test_what_was_read_is_remembered_until_something_else_is_wanted(tmp_path: Path) -> None:
    write(tmp_path / "export.jsonl", json_lines([{"nr": 7, "tekst": "Talks."}]))
    memory: dict[str, str] = {}
    (document,) = found(tmp_path, "export", memory)
    assert isinstance(document, Document)
    assert (document.uri, document.date_order) == (f"file://{tmp_path}/export.jsonl#7", "dmy")
    assert found(tmp_path, "export", memory) == []
    mdy = TOML.replace("dmy", "mdy")
    (document,) = found(tmp_path, "export", memory, mdy)  # or said of it
    assert isinstance(document, Document) and document.date_order == "mdy"
    assert found(tmp_path, "export", memory, mdy) == []


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("a.warc.gz", "a.wet", "cc.paths", "cc.paths.gz"), "warc"),
        (("a.csv", "a.JSONL.gz", "a.parquet"), "table"),
        (("a.zip", "a.html", "a.txt.gz"), "folder"),
        (("a.pdf", "a.zip.gz", "a.gz"), None),
    ],
)
def test_a_file_says_by_its_name_what_source_it_is(tmp_path: Path, names: tuple[str, ...], kind: str | None) -> None:
    places = [look_at_path(tmp_path / name) for name in names]
    assert {place and place.kind for place in places} == {kind}


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", "# to read\n\nhttps://news.example/1\nhttps://news.example/2\n", "urls"),
        ("a.txt", "https://news.example/1", "urls"),
        ("a.txt", "".join(f"https://news.example/{n}\n" for n in range(1_000)), "urls"),
        ("a.csv", "title,url\nTalks,https://news.example/1\n", "urls"),
        ("a.csv", "title,url,text\nTalks,https://news.example/1,They met.\n", "table"),
        ("a.csv", "title,price\nBread,3\n", "table"),
        ("a.txt", text(1), "folder"),
        ("a.txt", "https://news.example/1\nwas the first to say so.\nNobody else did.\n", "folder"),
        ("a.txt", "", "folder"),
    ],
)
def test_a_list_of_addresses_is_known_by_what_is_in_it(tmp_path: Path, name: str, content: str, kind: str) -> None:
    write(tmp_path / name, content.encode())
    place = look_at_path(tmp_path / name)
    assert place is not None and place.kind == kind


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('columns = {txt = "a"}', r"columns\.txt"),
        ('languages = "english"', r"languages\.0"),
        ('since = "one day"', r"since: Input should be a valid date"),
    ],
)
def test_a_slip_in_what_is_wanted_is_told(tmp_path: Path, line: str, why: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(f'[crawl]\nkind = "warc"\nlocation = "x"\n{line}\n')
    with pytest.raises(SourcesError, match=why):
        read_listing(path)
