"""Zip archives and packed files: what is in them is read as if it lay in the folder, what is unsafe is refused."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.sources.files import PACKED, SUFFIXES
from tests.sources.archives import (
    archive,
    csv_table,
    json_lines,
    outcomes,
    packed,
    page,
    parquet_table,
    read,
    rows,
    text,
    zipped,
)


def test_the_files_of_a_zip_are_read_as_those_of_a_folder(tmp_path: Path) -> None:
    content = zipped(
        {
            "b/page.html": page(1).encode(),
            "a.txt": text(2).encode(),
            "export.csv": csv_table(rows(2)),
            "export.parquet": parquet_table(rows(2)),
            "b/manifest.csv": b"file,url,source\npage.html,https://x.example/1,Harbour Gazette\n",
            "photo.jpg": b"\xff\xd8\xff",
            "__MACOSX/a.txt": b"x",
            ".hidden": b"x",
        }
    )
    assert outcomes(tmp_path / "z.zip", content) == {
        "inbox:z.zip#a.txt": "taken",
        "inbox:z.zip#b/page.html": "taken",
        "inbox:z.zip#export.csv#a0": "taken",
        "inbox:z.zip#export.csv#a1": "taken",
        "inbox:z.zip#export.parquet#a0": "taken",
        "inbox:z.zip#export.parquet#a1": "taken",
        "inbox:z.zip#photo.jpg": "unreadable",
    }
    (said,) = [document for document in read(tmp_path / "z.zip")[0] if document.uri.endswith("page.html")]
    assert (said.given_url, said.given_source, said.given_by) == ("https://x.example/1", "Harbour Gazette", "manifest")


@pytest.mark.parametrize(
    "name", ["../a.txt", "b/../../a.txt", "/etc/a.txt", "..\\a.txt", "C:\\a.txt", "a" * 1200 + ".txt"]
)
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    """Bad input 37."""
    found = outcomes(tmp_path / "z.zip", zipped({name: b"Out.", "good.txt": b"In."}))
    assert sorted(found.values()) == ["taken", "unsafe_path"]
    assert found["inbox:z.zip#good.txt"] == "taken"
    assert [path.name for path in tmp_path.iterdir()] == ["z.zip"]


def test_a_name_with_a_zero_is_refused(tmp_path: Path) -> None:
    """Bad input 37."""
    content = zipped({"a0.txt": b"Zero."}).replace(b"a0.txt", b"a\0.txt")
    assert list(outcomes(tmp_path / "z.zip", content).values()) == ["unsafe_path"]


def test_bombs_are_left(tmp_path: Path) -> None:
    """Bad input 36."""
    zeros = bytes(15_000_000)
    found = outcomes(tmp_path / "z.zip", zipped({"bomb.csv": zeros, "good.txt": b"Good."}))
    assert found == {"inbox:z.zip#bomb.csv": "expands_too_far", "inbox:z.zip#good.txt": "taken"}
    many = zipped({f"{i}.txt": zeros[:9_000_000] for i in range(3)})
    assert sorted(outcomes(tmp_path / "z.zip", many).values()) == ["empty", "expands_too_far", "expands_too_far"]
    assert list(outcomes(tmp_path / "a.txt.gz", packed(zeros)).values()) == ["expands_too_far"]


def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path) -> None:
    """Bad input 36."""
    inner = {"z.zip": zipped({"a.txt": b"A."}), "a.txt.gz": packed(b"A."), "a.warc": archive({}, packed=False)}
    assert set(outcomes(tmp_path / "z.zip", zipped(inner)).values()) == {"nested_archive"}
    assert outcomes(tmp_path / "z.zip.gz", packed(zipped(inner))) == {"inbox:z.zip.gz": "unreadable"}


def test_what_a_zip_must_not_hold(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
        file.writestr("odd.txt", b"Odd.", zipfile.ZIP_LZMA)
        file.writestr("secret.txt", b"Secret.")
    content = out.getvalue()
    at = content.rindex(b"PK\x01\x02")
    content = content[: at + 8] + b"\x01" + content[at + 9 :]  # as if it needed a password
    assert outcomes(tmp_path / "z.zip", content) == {
        "inbox:z.zip#link.txt": "unreadable",
        "inbox:z.zip#odd.txt": "unreadable",
        "inbox:z.zip#secret.txt": "unreadable",
    }


def test_a_damaged_member_costs_itself_alone(tmp_path: Path) -> None:
    content = zipped(
        {"a.txt": text(1).encode(), "b.txt": text(2).encode(), "c.csv": csv_table(rows(3))}, zipfile.ZIP_STORED
    )
    content = content.replace(text(1).encode(), text(1).encode().upper(), 1)
    found = outcomes(tmp_path / "z.zip", content)
    assert found["inbox:z.zip#a.txt"] == "damaged"
    assert sum(outcome == "taken" for outcome in found.values()) == 4
    assert outcomes(tmp_path / "z.zip", content[:-30]) == {"inbox:z.zip": "damaged"}


def test_more_files_than_anyone_saves_are_not_listed(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for i in range(65_600):
            file.writestr(f"{i}.txt", b"")
    assert outcomes(tmp_path / "z.zip", out.getvalue()) == {"inbox:z.zip": "too_large"}


@pytest.mark.parametrize(("name", "content"), [("a.txt", text(1).encode()), ("page.html", page(1).encode())])
def test_one_packed_article_is_that_article(tmp_path: Path, name: str, content: bytes) -> None:
    (document,), _ = read(tmp_path / f"{name}.gz", packed(content))
    assert (document.uri, document.content) == (f"inbox:{name}.gz", content)


def test_a_packed_article_that_is_cut_off_is_damaged(tmp_path: Path) -> None:
    for content in (packed(text(1).encode())[:-9], b"", b"no gzip at all", packed(b"x")[:5]):
        (outcome,) = outcomes(tmp_path / "a.txt.gz", content).values()
        assert outcome in ("damaged", "empty", "taken")
    assert outcome == "damaged"


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=25, deadline=5000)
@given(content=st.binary(max_size=300), is_packed=st.booleans(), says_so=st.booleans())
def test_any_bytes_under_any_name_have_an_outcome(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, content: bytes, is_packed: bool, says_so: bool
) -> None:
    path = tmp_path_factory.mktemp("any") / f"a{suffix}{PACKED * says_so}"
    assert outcomes(path, packed(content) if is_packed else content)


@settings(max_examples=100, deadline=5000)
@given(edits=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=30)), max_size=3), junk=st.binary(max_size=200))
def test_any_bytes_end_in_documents_and_refusals(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[float, bytes]], junk: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "z.zip"
    read(path, junk)
    content = zipped({"a.txt": text(1).encode(), "b.jsonl": json_lines(rows(2)), "c.parquet": parquet_table(rows(2))})
    for where, put in edits:
        place = int(where * len(content))
        content = content[:place] + put + content[place + len(put) :]
    documents, refusals = read(path, content)
    assert documents or refusals
