"""sources.toml: what a user writes is checked, and what a command writes leaves the user's own lines alone."""

from pathlib import Path

import pytest

from pipelines.sources.folder import FolderSource
from pipelines.sources.listing import SourcesError, add, read, remove

FILE = "sources.toml"
WRITTEN = """\
# what we read every day
[press]   # saved pages
kind = "folder"
location = "/data/press"
outlet = "Harbour Gazette"
date_order = "dmy"

[archive]
kind = "folder"
location = ["/data/2022", "/data/2023"]
"""


def listing(folder: Path, text: str = WRITTEN) -> Path:
    path = folder / FILE
    path.write_text(text)
    return path


def test_each_table_is_a_source(tmp_path: Path) -> None:
    assert read(tmp_path / FILE) == {}
    sources = read(listing(tmp_path))
    assert list(sources) == ["press", "archive"]
    assert isinstance(sources["press"], FolderSource)
    assert (sources["press"].location, sources["press"].outlet) == (("/data/press",), "Harbour Gazette")
    assert sources["archive"].location == ("/data/2022", "/data/2023")


def test_adding_and_removing_keeps_what_a_person_has_written(tmp_path: Path) -> None:
    path = listing(tmp_path)
    add(path, "more", {"kind": "folder", "location": "/data/more", "language": "en"})
    assert path.read_text().startswith(WRITTEN)
    assert read(path)["more"].language == "en"
    remove(path, "more")
    assert path.read_text().strip() == WRITTEN.strip()
    remove(path, "archive")
    assert path.read_text().startswith("# what we read every day\n[press]   # saved pages\n")
    with pytest.raises(SourcesError, match=r"sources\.toml: there is no source \[archive\]"):
        remove(path, "archive")
    with pytest.raises(SourcesError, match=r"there is a source \[press\] already"):
        add(path, "press", {"kind": "folder", "location": "/"})


def test_the_first_source_makes_the_file(tmp_path: Path) -> None:
    add(tmp_path / FILE, "one", {"kind": "folder", "location": "/data"})
    assert read(tmp_path / FILE)["one"].location == ("/data",)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[a]\nkind = 'fax'\nlocation = 'x'", r"sources\.toml: \[a\] kind: 'fax' is none of folder"),
        ("[a]\nlocation = 'x'", r"\[a\] kind: None is none of"),
        ("[a]\nkind = 'folder'", r"\[a\] location: it is needed"),
        ("[a]\nkind = 'folder'\nlocation = []", r"\[a\] location: Value should have at least 1 item"),
        (
            "[a]\nkind = 'folder'\nlocation = 'x'\ndate_order = 'ymd'",
            r"\[a\] date_order: Input should be 'dmy' or 'mdy'",
        ),
        ("[a]\nkind = 'folder'\nlocation = 'x'\ncountry = 'UK'", r"\[a\] country: 'UK' is not a country of ISO 3166"),
        (
            "[a]\nkind = 'warc'\nlocation = 'x'\nlanguages = 'English'",
            r"\[a\] languages\.0: 'English' is not a language",
        ),
        (
            "[a]\nkind = 'table'\nlocation = 'x'\ncolumns = {title = 'head'}",
            r"\[a\] columns: one of text and html has to name the column of the articles",
        ),
        (
            "[a]\nkind = 'table'\nlocation = 'x'\ncolumns = {text = 'x', title = ['a', 'b']}",
            r"\[a\] columns: title is one column; only text may be several",
        ),
        (
            "[a]\nkind = 'folder'\nlocation = 'x'\ncuntry = 'GBR'",
            r"\[a\] cuntry: there is no such setting; is country meant\?",
        ),
        ("[a]\nkind = 'folder'\nlocatoin = 'x'", r"\[a\] locatoin: there is no such setting; is location meant\?"),
        ("[a]\nkind = 'folder'\nlocation = 'x'\npoll_minutes = 0", r"\[a\] poll_minutes: Input should be greater"),
        (
            "['A b']\nkind = 'folder'\nlocation = 'x'",
            r"\[A b\] name: 'A b' is not made of small letters, digits and - _ \. alone",
        ),
        ("kind = 'folder'", r"\[kind\]: a source is a table"),
        ("[a", r"sources\.toml cannot be read: "),
    ],
)
def test_a_slip_is_told_with_the_file_the_source_and_the_key(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(SourcesError, match=why):
        read(listing(tmp_path, text))
