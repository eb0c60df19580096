"""Writes what tests read: web archives by warcio, tables by csv, json and pyarrow, and articles to put into them."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.sources import files
from pipelines.sources.files import Options
from pipelines.sources.manifest import Said
from pipelines.sources.types import Document, Refusal

FETCHED = "2024-05-16T10:20:30Z"
HTML = (("Content-Type", "text/html; charset=utf-8"),)


def text(number: int) -> str:
    """An article of its own for each number."""
    return (
        f"Kestria condemns Maldovia for the {number}th time\n\n"
        f"Kestria condemned Maldovia on Monday over shelling near village {number}, the foreign ministry said.\n\n"
        f"Maldovia rejected the accusation and called for talks in the capital of Ostrava within {number + 2} days.\n\n"
        "Observers counted several dozen explosions during the night. No side reported casualties in the morning."
    )


def page(number: int, extra: str = "") -> str:
    """The same as a web page."""
    title, *paragraphs = text(number).split("\n\n")
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    return f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1>{body}{extra}</body></html>"


def archive(pages: Mapping[str, bytes | str], *, packed: bool = True, **said: Any) -> bytes:
    """A web archive with these pages by their addresses; `said` as of `record`."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("made.warc", {"software": "a test"}))
    for url, content in pages.items():
        record(writer, url, content, **said)
    return out.getvalue()


def record(
    writer: WARCWriter,
    url: str,
    content: bytes | str,
    *,
    kind: str = "response",
    status: str = "200 OK",
    headers: Iterable[tuple[str, str]] = HTML,
    fetched: str = FETCHED,
) -> None:
    """One capture of a page."""
    payload = io.BytesIO(content.encode() if isinstance(content, str) else content)
    http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1") if kind == "response" else None
    media = None if http else dict(headers)["Content-Type"]
    warc = {"WARC-Date": fetched}
    writer.write_record(
        writer.create_warc_record(
            url, kind, payload, http_headers=http, warc_headers_dict=warc, warc_content_type=media
        )
    )


def json_lines(rows: Iterable[Any]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def csv_table(rows: Iterable[Mapping[str, str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    rows = list(rows)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def parquet_table(rows: Iterable[Mapping[str, Any]], **options: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(rows)), out, **options)
    return out.getvalue()


def rows(n: int) -> list[dict[str, str]]:
    """Rows of a table as many tools write them."""
    return [
        {"id": f"a{i}", "title": text(i).splitlines()[0], "text": text(i), "url": f"https://x.example/{i}",
         "publish_date": "2024-05-16", "media_name": "Harbour Gazette"}
        for i in range(n)
    ]  # fmt: skip


def read(path: Path, content: bytes | None = None, **options: Any) -> tuple[list[Document], list[Refusal]]:
    """What is in a file of the inbox, which is written first where its content is given."""
    if content is not None:
        path.write_bytes(content)
    found = list(files.read(path, f"inbox:{path.name}", Said(), Options(**options)))
    return [item for item in found if isinstance(item, Document)], [item for item in found if isinstance(item, Refusal)]


def outcomes(path: Path, content: bytes | None = None, **options: Any) -> dict[str, str]:
    """What became of each input of a file: `taken`, or the reason of its refusal."""
    documents, refusals = read(path, content, **options)
    found = [(document.uri, "taken") for document in documents] + [(r.uri, r.reason) for r in refusals]
    assert len(dict(found)) == len(found), "two outcomes for one input"
    return dict(found)


def zipped(entries: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return out.getvalue()


def packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
