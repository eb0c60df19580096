"""Tables of articles, written by csv, json and pyarrow: which column holds what, and what becomes of odd rows."""

import io
import json
import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.sources.columns import LayoutError, find_layout
from pipelines.sources.lines import MAX_LINE
from tests.sources.archives import csv_table, json_lines, outcomes, packed, page, parquet_table, read, rows, text

WRITERS = {"t.jsonl": json_lines, "t.csv": csv_table, "t.parquet": parquet_table}


@pytest.mark.parametrize("name", [*WRITERS, "t.jsonl.gz", "t.csv.gz"])
def test_each_row_is_a_document_by_its_id(tmp_path: Path, name: str) -> None:
    content = WRITERS[name.removesuffix(".gz")](rows(3))
    documents, refusals = read(tmp_path / name, packed(content) if name.endswith(".gz") else content)
    assert refusals == []
    assert [document.uri for document in documents] == [f"inbox:{name}#a{i}" for i in range(3)]
    first = documents[0]
    assert first.content.decode() == text(0)
    assert first.given_title == text(0).splitlines()[0]
    assert (first.given_url, first.given_source) == ("https://x.example/0", "Harbour Gazette")
    assert (first.given_published, first.given_by, first.given_charset) == ("2024-05-16", "record", "utf-8")


LAYOUTS = {
    "Factiva": (
        {"AN": "DJDN000020240516", "HD": "Headline", "LP": "The lead.", "TD": "The rest.", "PD": "16 May 2024",
         "SN": "Harbour Gazette", "LA": "EN", "WC": "12", "BY": "By Jane Roe"},
        b"The lead.\n\nThe rest.",
    ),
    "LexisNexis": (
        {"ID": "DJDN000020240516", "Newspaper": "Harbour Gazette", "Date": "16 May 2024", "Headline": "Headline",
         "Article": "The text.", "Section": "A", "Byline": "By Jane Roe", "Language": "en", "Length": "12"},
        b"The text.",
    ),
    "ProQuest": (
        {"Title": "Headline", "Abstract": "Short.", "StoreId": "DJDN000020240516", "Authors": "By Jane Roe",
         "pubdate": "16 May 2024", "pubtitle": "Harbour Gazette", "language": "en", "Full text": "The text."},
        b"The text.",
    ),
    "Media Cloud": (
        {"stories_id": "DJDN000020240516", "publish_date": "16 May 2024", "title": "Headline", "language": "en",
         "media_name": "Harbour Gazette", "media_id": "7", "story_text": "The text.", "author": "By Jane Roe"},
        b"The text.",
    ),
    "plain": (
        {"uuid": "DJDN000020240516", "publishedAt": "16 May 2024", "headline": "Headline", "lang": "en-GB",
         "source": {"id": None, "name": "Harbour Gazette"}, "body": "The text.", "author": "By Jane Roe"},
        b"The text.",
    ),
    "news-please": (
        {"authors": ["By Jane Roe"], "date_download": "2024-05-17", "date_publish": "16 May 2024",
         "description": "Short.", "language": "en", "maintext": "The text.", "source_domain": "Harbour Gazette",
         "title": "Headline", "url": "DJDN000020240516"},
        b"The text.",
    ),
    "trafilatura": (
        {"title": "Headline", "author": "By Jane Roe", "hostname": "gazette.example", "date": "16 May 2024",
         "fingerprint": "DJDN000020240516", "text": "The text.", "language": "en", "sitename": "Harbour Gazette",
         "source": "https://gazette.example/a", "raw_text": "The text."},
        b"The text.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("export", LAYOUTS)
def test_the_exports_of_press_databases_are_known(tmp_path: Path, export: str) -> None:
    row, content = LAYOUTS[export]
    (document,), _ = read(tmp_path / "t.jsonl", json_lines([row]))
    assert document.uri == "inbox:t.jsonl#DJDN000020240516"
    assert document.content == content
    assert (document.given_title, document.given_source) == ("Headline", "Harbour Gazette")
    assert (document.given_published, document.given_language) == ("16 May 2024", "en")
    assert document.given_byline in ("By Jane Roe", None if export == "Media Cloud" else "")


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda table: table,
        lambda table: {"status": "ok", "totalResults": len(table), "articles": table},
        lambda table: {"response": {"pages": [1], "results": table}},
    ],
)
def test_a_json_file_may_be_a_list_or_hold_one(tmp_path: Path, wrapped: Callable[[object], object]) -> None:
    content = json.dumps(wrapped([*rows(3), 5]), indent=2).encode()
    documents, refusals = read(tmp_path / "t.json", content)
    assert [d.uri for d in documents] == [f"inbox:t.json#a{i}" for i in range(3)]
    assert [(r.uri, r.reason, r.detail) for r in refusals] == [("inbox:t.json#row 4", "bad_row", "item 4 is no record")]


def test_a_json_file_may_be_one_article_or_lines(tmp_path: Path) -> None:
    one = rows(1)[0] | {"entities": [{"name": "Kestria"}, {"name": "Maldovia"}]}
    assert [d.given_title for d in read(tmp_path / "t.json", json.dumps(one).encode())[0]] == [one["title"]]
    assert len(read(tmp_path / "t.json", json_lines(rows(3)))[0]) == 3
    assert outcomes(tmp_path / "t.json", b'{"price": 3}') == {"inbox:t.json": "unreadable"}
    assert outcomes(tmp_path / "t.json", b"[") == {"inbox:t.json": "bad_rows"}


def test_a_user_may_name_the_columns(tmp_path: Path) -> None:
    odd = [{"k": "1", "kop": "Title", "tekst": "First.", "vervolg": "Second.", "text": "Not this."}]
    own = {"text": ["tekst", "vervolg"], "title": "kop", "id": "k"}
    (document,), _ = read(tmp_path / "t.jsonl", json_lines(odd), columns=own)
    assert (document.content, document.given_title, document.uri) == (b"First.\n\nSecond.", "Title", "inbox:t.jsonl#1")
    with pytest.raises(LayoutError, match="no column tekst, vervolg, k among: kop, text"):
        find_layout(["kop", "text"], own)


def test_a_table_without_a_column_of_articles_is_told_of_once(tmp_path: Path) -> None:
    _, (refusal,) = read(tmp_path / "t.csv", csv_table([{"name": "a", "price": "3"}]))
    assert (refusal.uri, refusal.reason) == ("inbox:t.csv", "unreadable")
    assert refusal.detail == "no column of articles among: name, price; a source of kind table can name it in `columns`"


def test_a_row_without_an_id_is_known_by_its_url_and_one_without_that_by_its_text(tmp_path: Path) -> None:
    table = [{"text": text(1), "url": "https://x.example/1"}, {"text": text(2), "url": None}]
    there, _ = read(tmp_path / "t.jsonl", json_lines(table))
    back, _ = read(tmp_path / "t.jsonl", json_lines(reversed(table)))
    assert there[0].uri == "inbox:t.jsonl#https://x.example/1"
    assert {d.uri for d in there} == {d.uri for d in back}


def test_html_in_a_table_is_a_page(tmp_path: Path) -> None:
    fragment = "<p>Kestria met Maldovia.</p>"
    table = [{"id": 1, "html": page(1)}, {"id": 2, "html": fragment}, {"id": 3, "html": page(3).encode("utf-16")}]
    documents, _ = read(tmp_path / "t.jsonl", json_lines(table[:2]))
    assert documents[0].content.decode() == page(1)
    assert documents[1].content.decode().startswith("<!doctype html>\n<html><body>\n<p>Kestria")
    ((raw,), _) = read(tmp_path / "t.parquet", parquet_table(table[2:]))
    assert (raw.content, raw.given_charset) == (page(3).encode("utf-16"), None)


def test_parquet_types_are_written_out(tmp_path: Path) -> None:
    table = [
        {"id": 7, "text": text(7), "date": date(2024, 5, 16)},
        {"id": 8, "text": text(8), "date": None},
    ]
    seven, eight = read(tmp_path / "t.parquet", parquet_table(table))[0]
    assert (seven.uri, seven.given_published, eight.given_published) == ("inbox:t.parquet#7", "2024-05-16", None)
    at = datetime(2024, 5, 16, 10, 30, tzinfo=UTC)
    ((document,), _) = read(tmp_path / "t.parquet", parquet_table([{"id": 1.0, "text": text(1), "date": at}]))
    assert (document.uri, document.given_published) == ("inbox:t.parquet#1", "2024-05-16T10:30:00+00:00")


# ---- bad rows ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITERS)
def test_of_two_rows_with_one_id_the_last_counts(tmp_path: Path, name: str) -> None:
    """Bad input 32."""
    table = rows(3)
    table[2]["id"] = "a0"
    documents, (refusal,) = read(tmp_path / name, WRITERS[name](table))
    assert {d.uri: d.content.decode() for d in documents} == {f"inbox:{name}#a1": text(1), f"inbox:{name}#a0": text(2)}
    assert (refusal.uri, refusal.reason) == (f"inbox:{name}#row 1", "duplicate_id")


def test_a_bad_row_costs_itself_alone(tmp_path: Path) -> None:
    """Bad input 32."""
    bad: list[Any] = [
        {"id": "x"},
        {"id": "x", "text": 3},
        {"id": ["x"], "text": "A text."},
        {"id": "x", "text": "A text.", "title": {"en": "A"}},
        {"id": "x", "text": " "},
        ["x", "A text."],
    ]
    lines = json_lines([*rows(9), *bad]) + b'{"id": "x", "te\n' + b"[" * 100_000 + b"\n\n"
    documents, refusals = read(tmp_path / "t.jsonl", lines)
    assert len(documents) == 9
    assert {refusal.reason for refusal in refusals} == {"bad_row"}
    assert [refusal.uri for refusal in refusals] == [f"inbox:t.jsonl#row {n}" for n in range(10, 18)]
    assert [str(refusal.detail) for refusal in refusals][:6] == [
        "nothing in text",
        "the text is a number",
        "id is a list",
        "title is a record",
        "nothing in text",
        "line 15 is no record",
    ]


def test_a_table_most_of_whose_rows_are_bad_is_left(tmp_path: Path) -> None:
    """Bad input 32."""
    _, (refusal,) = read(tmp_path / "t.jsonl", json_lines([*rows(2), {"id": "x"}, {"id": "y"}, {"id": "z"}]))
    assert (refusal.uri, refusal.reason) == ("inbox:t.jsonl", "bad_rows")
    assert refusal.detail == "3 of 5 rows are bad; the first is row 3: nothing in text"


def test_half_a_pair_of_surrogates_is_replaced(tmp_path: Path) -> None:
    """Bad input 11."""
    line = b'{"id": "\\ud800", "text": "The \\ud83d\\ude00 talks \\udfff ended.", "title": "A \\ud800"}\n'
    ((document,), _) = read(tmp_path / "t.jsonl", line)
    assert document.content.decode() == "The \U0001f600 talks \ufffd ended."
    assert (document.uri, document.given_title, document.flags) == (
        "inbox:t.jsonl#\ufffd",
        "A \ufffd",
        "bytes_replaced",
    )


def test_a_line_over_the_cap_is_passed_over(tmp_path: Path) -> None:
    """Bad input 3."""
    long = b'{"id": "x", "text": "' + b"x" * (MAX_LINE + 10) + b'"}\n'
    found = outcomes(tmp_path / "t.jsonl", json_lines(rows(2)) + long + json_lines([rows(3)[2]]))
    assert found["inbox:t.jsonl#row 3"] == "too_large"
    assert sum(outcome == "taken" for outcome in found.values()) == 3
    found = outcomes(tmp_path / "t.csv", b"id,text\n1," + b"y" * (MAX_LINE + 10) + b"\n2,Talks\n3,More talks\n")
    assert found["inbox:t.csv#2"] == found["inbox:t.csv#3"] == "taken"
    assert "too_large" in found.values()


# ---- encodings and delimiters --------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_delimiter_and_encoding_are_found(tmp_path: Path, delimiter: str, encoding: str) -> None:
    table = [
        {"id": str(i), "text": f'Sírén said: "no; one, more|time"\nthe café\'s\tend {i}', "title": "É"}
        for i in range(9)
    ]
    documents, refusals = read(tmp_path / "t.csv", csv_table(table, delimiter, encoding))
    assert [(d.content.decode(), d.given_title) for d in documents] == [(row["text"], "É") for row in table]
    assert refusals == []
    assert {d.flags for d in documents} == {"encoding_guessed" if encoding in ("utf-16-le", "cp1252") else None}


def test_excel_may_say_the_delimiter(tmp_path: Path) -> None:
    found, _ = read(tmp_path / "t.csv", b"sep=;\r\nid;text, in full;text\r\n1;a;b\r\n")
    assert [d.content for d in found] == [b"b"]


def test_csv_out_of_shape(tmp_path: Path) -> None:
    table = b'id,text,title\n1,One\n2,Two,T,more\n3,Three,T,,\n\n4,"Fo""ur",T\n5,"never closed\n6,Six,T\n'
    documents, refusals = read(tmp_path / "t.csv", table)
    assert {d.uri[-1]: d.content.decode() for d in documents} == {"1": "One", "3": "Three", "4": 'Fo"ur'}
    assert [(r.uri[-5:], r.detail) for r in refusals] == [
        ("row 2", "line 3: 4 cells under a header of 3"),
        ("row 5", "line 8: a quotation mark is opened and never closed"),
    ]


def test_a_few_damaged_bytes_make_no_other_encoding(tmp_path: Path) -> None:
    table = [{"id": str(i), "text": "Café Sírén über ñandú " * 5} for i in range(5)]
    content = csv_table(table).replace(b"Caf\xc3\xa9", b"Caf\xff", 1)
    documents, _ = read(tmp_path / "t.csv", content)
    assert [d.flags for d in documents] == ["bytes_replaced", None, None, None, None]
    assert documents[1].content.decode() == table[1]["text"]


# ---- damaged files -------------------------------------------------------------------------


def test_a_parquet_file_without_its_end_is_damaged(tmp_path: Path) -> None:
    """Bad input 33."""
    content = parquet_table(rows(50))
    for cut in (4, 8, 11, 100, len(content) - 1):
        _, (refusal,) = read(tmp_path / "t.parquet", content[:cut])
        assert (refusal.uri, refusal.reason) == ("inbox:t.parquet", "damaged")
    assert "still being written" in str(refusal.detail)


def test_a_corrupt_parquet_page_is_damage(tmp_path: Path) -> None:
    content = bytearray(parquet_table(rows(200), compression="zstd"))
    content[200:400] = bytes(200)
    _, refusals = read(tmp_path / "t.parquet", bytes(content))
    assert [refusal.reason for refusal in refusals] == ["damaged"]


def test_a_parquet_bomb_is_left(tmp_path: Path) -> None:
    """Bad input 36."""
    out = io.BytesIO()
    same = pa.DictionaryArray.from_arrays(pa.array([0] * 20_000, pa.int32()), pa.array(["x" * 100_000]))
    pq.write_table(pa.table({"text": same}), out)
    assert len(out.getvalue()) < 200_000
    assert outcomes(tmp_path / "t.parquet", out.getvalue()) == {"inbox:t.parquet": "expands_too_far"}


@pytest.mark.parametrize("cut", [10, 60, 300])
def test_a_packed_table_that_is_cut_off_gives_its_full_rows(tmp_path: Path, cut: int) -> None:
    for n in (20, 200):
        table = [row | {"text": row["text"] + random.Random(i).randbytes(2_000).hex()} for i, row in enumerate(rows(n))]
        for name, content in (("t.jsonl.gz", json_lines(table)), ("t.csv.gz", csv_table(table))):
            documents, refusals = read(tmp_path / name, packed(content)[:-cut])
            assert n - 10 <= len(documents) <= n
            assert "damaged" in {refusal.reason for refusal in refusals}


def test_a_packed_bomb_is_left(tmp_path: Path) -> None:
    """Bad input 36."""
    line = json.dumps({"id": "x", "text": "boom " * 4_000_000}).encode()
    assert outcomes(tmp_path / "t.jsonl.gz", packed(line)) == {"inbox:t.jsonl.gz": "expands_too_far"}


@pytest.mark.parametrize("name", [*WRITERS, "t.jsonl.gz", "t.tsv", "t.ndjson", "t.json"])
@settings(max_examples=60, deadline=5000)
@given(content=st.binary(max_size=200), edits=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=9)), max_size=3))
def test_any_bytes_end_in_documents_and_refusals(
    tmp_path_factory: pytest.TempPathFactory, name: str, content: bytes, edits: list[tuple[float, bytes]]
) -> None:
    path = tmp_path_factory.mktemp("any") / name
    outcomes(path, content)
    table = WRITERS.get(name, json_lines)(rows(3))
    for where, put in edits:
        place = int(where * len(table))
        table = table[:place] + put + table[place + len(put) :]
    assert outcomes(path, packed(table) if name.endswith(".gz") else table)
