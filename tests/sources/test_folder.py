"""Reading a file, or a folder, into documents and refusals."""

import os
from pathlib import Path

import pytest

from pipelines.sources.files import Options
from pipelines.sources.folder import file_prefix, read
from pipelines.sources.schema import REASONS
from pipelines.sources.types import MAX_BYTES, Document, Refusal


def put(folder: Path, name: str, content: bytes = b"Kestria and Maldovia met.") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (0, 0))  # what was written just now is waited for
    return path


def documents(root: Path, prefix: str = "inbox:") -> dict[str, Document]:
    return {item.uri: item for item in read(root, prefix) if isinstance(item, Document)}


def refusals(root: Path, prefix: str = "inbox:") -> dict[str, Refusal]:
    found = {item.uri: item for item in read(root, prefix) if isinstance(item, Refusal)}
    assert all(refusal.reason in REASONS for refusal in found.values())
    return found


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "z/deep/page.HTML", "c.htm"):
        put(tmp_path, name)
    uris = [item.uri for item in read(tmp_path, "inbox:")]
    assert uris == ["inbox:a.md", "inbox:b.txt", "inbox:c.htm", "inbox:z/deep/page.HTML"]


def test_a_single_file_is_read(tmp_path: Path) -> None:
    path = put(tmp_path, "one.txt", b"One article.")
    (document,) = read(path, file_prefix(path))
    assert isinstance(document, Document)
    assert (document.uri, document.content) == (f"file://{path}", b"One article.")


def test_a_folder_given_by_path_has_file_uris(tmp_path: Path) -> None:
    put(tmp_path, "sub/one.txt")
    assert list(documents(tmp_path, file_prefix(tmp_path))) == [f"file://{tmp_path}/sub/one.txt"]


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(read(tmp_path / "nowhere", "inbox:"))


def test_a_new_version_is_another_document(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", b"First.")
    first = documents(tmp_path)["inbox:a.txt"]
    put(tmp_path, "a.txt", b"Second.")
    second = documents(tmp_path)["inbox:a.txt"]
    assert first.document_id != second.document_id
    assert first.content_sha256 != second.content_sha256


def test_the_manifest_speaks_for_its_files(tmp_path: Path) -> None:
    put(tmp_path, "sub/a.txt")
    put(tmp_path, "sub/b.txt")
    rows = "file,url,source,published_at,note\na.txt,https://x.example/a,Harbour Gazette,2023-07-19,\nb.txt,,,,dull\n"
    put(tmp_path, "sub/manifest.csv", b"\xef\xbb\xbf" + rows.encode())
    found = documents(tmp_path)
    a, b = found["inbox:sub/a.txt"], found["inbox:sub/b.txt"]
    assert (a.given_url, a.given_source, a.given_published) == ("https://x.example/a", "Harbour Gazette", "2023-07-19")
    assert (b.given_url, b.given_source, b.given_published) == (None, None, None)
    assert not refusals(tmp_path)


def test_a_manifest_further_up_speaks_for_folders_below_unless_a_nearer_one_does(tmp_path: Path) -> None:
    put(tmp_path, "sub/a.txt")
    put(tmp_path, "sub/b.txt")
    put(tmp_path, "manifest.csv", b"file,source\nsub/a.txt,Far\nsub/b.txt,Far\n")
    put(tmp_path, "sub/manifest.csv", b"file,source\na.txt,Near\n")
    assert {d.uri: d.given_source for d in documents(tmp_path).values()} == {
        "inbox:sub/a.txt": "Near",
        "inbox:sub/b.txt": "Far",
    }


def test_a_manifest_row_without_a_file_is_told(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "manifest.csv", b"file,url\na.txt,\nlost.txt,https://x.example\n../../outside.txt,\n/etc/hosts,\n")
    assert list(refusals(tmp_path)) == ["inbox:lost.txt"]
    assert list(documents(tmp_path)) == ["inbox:a.txt"]


@pytest.mark.parametrize("content", [b"name,url\na.txt,\n", b'file,url\n"a.txt,\n', b"file\n\xff\xfe\n"])
def test_a_manifest_that_makes_no_sense_is_refused_and_the_files_are_read(tmp_path: Path, content: bytes) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "manifest.csv", content)
    assert list(refusals(tmp_path)) == ["inbox:manifest.csv"]
    assert list(documents(tmp_path)) == ["inbox:a.txt"]


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n", b"\xff\xfe \x00\n\x00"])
def test_a_file_of_nothing_is_empty(tmp_path: Path, content: bytes) -> None:
    put(tmp_path, "a.txt", content)
    refusal = refusals(tmp_path)["inbox:a.txt"]
    assert (refusal.reason, refusal.size_bytes) == ("empty", len(content))


def test_a_file_over_the_cap_is_not_read(tmp_path: Path) -> None:
    with put(tmp_path, "a.txt").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    refusal = refusals(tmp_path)["inbox:a.txt"]
    assert (refusal.reason, refusal.size_bytes) == ("too_large", MAX_BYTES + 1)


def test_other_kinds_of_file_are_refused_and_hidden_ones_passed_over(tmp_path: Path) -> None:
    for name in ("a.pdf", "noext", ".hidden.txt", ".git/b.txt"):
        put(tmp_path, name)
    found = refusals(tmp_path)
    assert sorted(found) == ["inbox:a.pdf", "inbox:noext"]
    assert ".txt" in str(found["inbox:a.pdf"].detail)
    assert not documents(tmp_path)


def test_links_are_not_followed(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    put(outside, "secret.txt")
    put(root, "a.txt")
    (root / "link.txt").symlink_to(outside / "secret.txt")
    (root / "loop").symlink_to(root)
    (root / "dangling.txt").symlink_to("nowhere")
    assert list(documents(root)) == ["inbox:a.txt"]
    assert {refusal.reason for refusal in refusals(root).values()} == {"unreadable"}
    assert sorted(refusals(root)) == ["inbox:dangling.txt", "inbox:link.txt", "inbox:loop"]


def test_a_file_that_grows_is_left_for_the_next_time(tmp_path: Path) -> None:
    """Bad input 33."""
    growing, fresh = put(tmp_path, "a.txt"), put(tmp_path, "b.txt")
    for path in (growing, fresh):
        os.utime(path)
    put(tmp_path, "c.txt")
    items = read(tmp_path, "inbox:")
    assert next(items).uri == "inbox:c.txt"
    growing.write_bytes(growing.read_bytes() + b" More to come")
    unfinished, taken = items
    assert isinstance(unfinished, Refusal)
    assert (unfinished.uri, unfinished.reason, taken.uri) == ("inbox:a.txt", "unfinished", "inbox:b.txt")


def test_a_table_that_is_remembered_is_not_read_again(tmp_path: Path) -> None:
    path = put(tmp_path, "t.jsonl", b'{"id": 1, "text": "Talks."}\n')
    put(tmp_path, "a.txt")
    memory: dict[str, str] = {}

    def uris(**options: object) -> list[str]:
        return [item.uri for item in read(tmp_path, "inbox:", memory, Options(**options))]

    assert uris() == ["inbox:a.txt", "inbox:t.jsonl#1"]
    assert uris() == ["inbox:a.txt"]
    assert uris(columns={"text": "text", "id": "id"}) == ["inbox:a.txt", "inbox:t.jsonl#1"]
    put(tmp_path, "t.jsonl", b'{"id": 2, "text": "Talks."}\n')
    assert uris() == ["inbox:a.txt", "inbox:t.jsonl#2"]
    path.unlink()
    assert uris() == ["inbox:a.txt"]
    assert memory == {}


def test_a_table_is_remembered_only_when_all_of_it_was_given(tmp_path: Path) -> None:
    put(tmp_path, "t.jsonl", b'{"id": 1, "text": "Talks."}\n{"id": 2, "text": "More talks."}\n')
    memory: dict[str, str] = {}
    items = read(tmp_path, "inbox:", memory)
    assert [next(items).uri, next(items).uri] == ["inbox:t.jsonl#1", "inbox:t.jsonl#2"]
    assert memory == {}
    assert list(items) == []
    assert list(memory) == ["inbox:t.jsonl"]


@pytest.mark.timeout(20)
def test_a_pipe_does_not_hold_the_reader(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    put(tmp_path, "z.txt")
    assert refusals(tmp_path)["inbox:pipe.txt"].reason == "unreadable"
    assert "inbox:z.txt" in documents(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    put(tmp_path, "a.txt").chmod(0)
    assert refusals(tmp_path)["inbox:a.txt"].reason == "unreadable"


def test_a_name_that_is_no_unicode_still_gives_a_uri(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_bytes(b"Coffee.")
    (uri,) = documents(tmp_path)
    assert uri.encode() == rb"inbox:caf\xe9.txt"
