"""Web archives written by warcio: what is taken of them, and what damage costs."""

import gzip
import io
import random
import time
import zlib
from datetime import UTC, date, datetime
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.warcwriter import WARCWriter

from pipelines.sources import warc
from pipelines.sources.types import MAX_BYTES, Document
from pipelines.sources.warc import Wanted
from tests.sources.archives import FETCHED, archive, outcomes, page, read, record

PAGES = {f"https://news.example/{i}": page(i) for i in range(5)}
STAMP = "20240516102030"


def uri(place: str, name: str = "a.warc.gz") -> str:
    return f"inbox:{name}#{STAMP}/{place}"


@pytest.mark.parametrize("packed", [True, False])
def test_each_page_is_a_document(tmp_path: Path, packed: bool) -> None:
    documents, refusals = read(tmp_path / "a.warc.gz", archive(PAGES, packed=packed))
    assert [document.content.decode() for document in documents] == list(PAGES.values())
    assert refusals == []
    first = documents[0]
    assert first.uri == uri("https://news.example/0")
    assert (first.given_url, first.given_charset, first.given_by) == ("https://news.example/0", "utf-8", "record")
    assert first.given_published is None  # when it was fetched says nothing of when it was written
    assert first.fetched_at == datetime(2024, 5, 16, 10, 20, 30, tzinfo=UTC)


def test_an_archive_packed_as_one_is_read(tmp_path: Path) -> None:
    content = gzip.compress(archive(PAGES, packed=False))
    assert len(read(tmp_path / "a.warc.gz", content)[0]) == 5


def test_only_pages_that_were_there_are_taken(tmp_path: Path) -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    record(writer, "https://news.example/gone", page(1), status="404 Not Found")
    record(writer, "https://news.example/photo", b"\xff\xd8\xff", headers=[("Content-Type", "image/jpeg")])
    record(writer, "dns:news.example", b"192.0.2.1", headers=[("Content-Type", "text/dns")], kind="resource")
    record(writer, "https://news.example/saved", page(2), headers=[("Content-Type", "text/html")], kind="resource")
    record(
        writer, "https://news.example/text", "Only text.", headers=[("Content-Type", "text/plain")], kind="conversion"
    )
    record(writer, "https://news.example/asked", page(3), headers=[("Content-Type", "text/html")], kind="metadata")
    record(writer, "https://news.example/nothing", b" ")
    found = outcomes(tmp_path / "a.warc.gz", out.getvalue())
    assert found == {
        uri("https://news.example/saved"): "taken",
        uri("https://news.example/text"): "taken",
        uri("https://news.example/nothing"): "empty",
        "inbox:a.warc.gz#no_page": "no_page",
    }
    counts = next(r for r in read(tmp_path / "a.warc.gz")[1] if r.reason == "no_page")
    assert (counts.n_inputs, counts.detail) == (
        3,
        "1 neither HTML nor text, 1 not answered with a page, 1 not of the web",
    )


def chunked(content: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (content[:100], content[100:])) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("headers", "encode"),
    [
        ({"Content-Encoding": "gzip"}, gzip.compress),
        ({"Content-Encoding": "deflate"}, zlib.compress),
        ({"Content-Encoding": "br"}, brotli.compress),
        ({"Transfer-Encoding": "chunked"}, chunked),
        ({"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}, lambda content: chunked(gzip.compress(content))),
        (
            {"Content-Encoding": "gzip"},
            bytes,
        ),  # many archives have it so: unpacked, under the old headers
        ({"Transfer-Encoding": "chunked"}, bytes),
        ({"Content-Encoding": "unheard-of"}, bytes),
    ],
)
def test_a_page_is_unpacked_as_its_headers_say(tmp_path: Path, headers: dict[str, str], encode: object) -> None:
    said = [("Content-Type", "text/html; charset=ISO-8859-1"), *headers.items()]
    content = encode(page(1).encode())  # type: ignore[operator]
    (document,), _ = read(tmp_path / "a.warc.gz", archive({"https://news.example/1": content}, headers=said))
    assert document.content.decode() == page(1)
    assert document.given_charset == "cp1252"  # which is what the web means by Latin-1


def test_only_what_is_wanted_is_taken(tmp_path: Path) -> None:
    french = "Le ministre des affaires étrangères a rencontré hier son homologue à Paris pour parler de la paix. " * 3
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    record(writer, "https://www.news.example/en", page(1))
    record(writer, "https://www.news.example/fr", f"<html><body><script>var english = 1;</script><p>{french}</p>")
    record(writer, "https://www.news.example/short", "<html><body><p>Bonjour.</p>")
    record(writer, "https://otherexample/x", page(2))
    record(writer, "https://notnews.example/x", page(3))
    record(writer, "https://news.example/later", page(4), fetched="2024-05-17T00:00:00Z")
    record(writer, "https://news.example/undated", page(4), fetched="some day")
    path = tmp_path / "a.warc.gz"
    path.write_bytes(out.getvalue())

    def taken(**wanted: object) -> list[str]:
        return [str(d.given_url).rpartition("/")[2] for d in read(path, wanted=Wanted(**wanted))[0]]

    assert taken(hosts=("news.example",)) == ["en", "fr", "short", "later", "undated"]
    assert taken(hosts=("www.news.example",), languages=("en",)) == ["en", "short"]
    assert taken(since=date(2024, 5, 17)) == ["later"]
    assert taken(until=date(2024, 5, 16), hosts=("news.example",), languages=("fr", "de")) == ["fr", "short"]
    wanted = Wanted(until=date(2024, 5, 16), hosts=("news.example",), languages=("fr",))
    (refusal,) = read(path, wanted=wanted)[1]
    assert (refusal.uri, refusal.reason, refusal.n_inputs) == ("inbox:a.warc.gz#not_wanted", "not_wanted", 5)
    assert refusal.detail == "1 in other languages, 2 of other days, 2 of other hosts"


def test_an_archive_of_nothing_is_empty(tmp_path: Path) -> None:
    assert outcomes(tmp_path / "a.warc", b"\r\n\r\n") == {"inbox:a.warc": "empty"}


def test_a_page_captured_twice_at_one_time_is_one(tmp_path: Path) -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for content, fetched in ((page(1), FETCHED), (page(2), FETCHED), (page(3), "2024-05-16T10:20:31Z")):
        record(writer, "https://news.example/a", content, fetched=fetched)
    documents, (refusal,) = read(tmp_path / "a.warc.gz", out.getvalue())
    assert [document.content.decode() for document in documents] == [page(1), page(3)]
    assert (refusal.reason, refusal.n_inputs) == ("duplicate_id", 1)


# ---- damage --------------------------------------------------------------------------------


@pytest.mark.parametrize("packed", [True, False])
def test_wherever_an_archive_is_cut_the_full_records_are_kept(tmp_path: Path, packed: bool) -> None:
    """Bad input 34."""
    content = archive(PAGES, packed=packed)
    ends = [i for i in range(len(content)) if content[i:].startswith(b"\x1f\x8b\x08" if packed else b"WARC/1.")][1:]
    for cut in sorted({*range(ends[0] + 1, len(content) - 5, 37), *(end + 3 for end in ends)}):
        documents, refusals = read(tmp_path / "a.warc.gz", content[:cut])
        n_whole = sum(end <= cut for end in ends) - 1  # the first record is none of a page
        assert [d.content.decode() for d in documents] == list(PAGES.values())[: len(documents)]
        assert len(documents) >= n_whole, cut  # it is one more where only the blank lines behind it are missing
        assert [r.reason for r in refusals] == ["damaged"] * (packed or len(documents) == n_whole), cut


def test_a_corrupt_member_costs_itself_alone(tmp_path: Path) -> None:
    """Bad input 35."""
    content = bytearray(archive(PAGES))
    starts = [i for i in range(len(content)) if content[i:].startswith(b"\x1f\x8b\x08")]
    middle = (starts[3] + starts[4]) // 2
    content[middle : middle + 40] = bytes(40)
    documents, (refusal,) = read(tmp_path / "a.warc.gz", bytes(content))
    assert [d.given_url for d in documents] == [url for url in PAGES if not url.endswith("/2")]
    assert refusal.reason == "damaged"
    assert f"{starts[4] - starts[3]:,} bytes are lost" in str(refusal.detail)


def test_what_looks_like_a_member_in_a_damaged_place_is_passed_by(tmp_path: Path) -> None:
    whole = archive(PAGES)
    starts = [i for i in range(len(whole)) if whole[i:].startswith(b"\x1f\x8b\x08")]
    junk = b"\x1f\x8b\x08\x00" * 100 + gzip.compress(b"not a record")
    content = whole[: starts[2]] + junk + whole[starts[2] :]
    documents, (refusal,) = read(tmp_path / "a.warc.gz", content)
    assert len(documents) == 5
    assert refusal.reason == "damaged"


def test_a_wrong_length_costs_the_records_that_it_confuses(tmp_path: Path) -> None:
    content = archive(PAGES, packed=False)
    second = content.index(b"Content-Length: ", content.index(b"https://news.example/1") - 400) + 16
    documents, refusals = read(tmp_path / "a.warc", content[:second] + b"9" + content[second + 1 :])
    assert {"https://news.example/0", "https://news.example/4"} <= {d.given_url for d in documents}
    assert [refusal.reason for refusal in refusals] == ["damaged"]


def test_an_archive_of_nothing_but_damage_is_given_up(tmp_path: Path) -> None:
    start = time.process_time()
    documents, refusals = read(tmp_path / "a.warc", b"WARC/1.0\r\nContent-Length: x\r\n\r\n" * 20_000)
    assert documents == []
    assert len(refusals) == warc.MAX_DAMAGED
    assert "the rest is not read" in str(refusals[-1].detail)
    assert time.process_time() - start < 10


def test_a_page_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    """Bad input 36, within a page."""
    bomb = gzip.compress(bytes(2 * MAX_BYTES))
    said = [("Content-Type", "text/html"), ("Content-Encoding", "gzip")]
    content = archive({"https://news.example/bomb": bomb}, headers=said)
    assert outcomes(tmp_path / "a.warc.gz", content) == {uri("https://news.example/bomb"): "expands_too_far"}


def test_a_bomb_of_an_archive_is_left_at_once(tmp_path: Path) -> None:
    """Bad input 36, as a file."""
    content = gzip.compress(b"WARC/1.0\r\n" + b"\n" * 50_000_000)
    start = time.process_time()
    assert list(outcomes(tmp_path / "a.warc.gz", content).values()) == ["expands_too_far"]
    assert time.process_time() - start < 5


def test_a_page_over_the_cap_is_not_held(tmp_path: Path) -> None:
    content = archive(
        {"https://news.example/big": random.randbytes(MAX_BYTES + 100_000), "https://news.example/1": page(1)}
    )
    found = outcomes(tmp_path / "a.warc.gz", content)
    assert found == {uri("https://news.example/big"): "too_large", uri("https://news.example/1"): "taken"}


SEEDS = [archive(PAGES), archive(PAGES, packed=False), gzip.compress(archive(PAGES, packed=False))]


@settings(max_examples=150, deadline=5000)
@given(
    seed=st.sampled_from([*SEEDS, b""]),
    edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), st.binary(max_size=60)), max_size=4),
)
def test_any_bytes_end_in_documents_and_refusals(seed: bytes, edits: list[tuple[float, int, bytes]]) -> None:
    for where, length, put in edits:
        place = int(where * len(seed))
        seed = seed[:place] + put + seed[place + length :]
    for item in warc.read(io.BytesIO(seed), "inbox:a.warc", Wanted(languages=("en",))):
        assert item.content if isinstance(item, Document) else item.reason
