"""Reads one file of any kind that is read: an article, or a table or an archive of many.

Takes a path, the file's uri, and what the user says of it; gives documents and refusals.  The name says what a file
is, and what is in it whether it is packed.  Never follows a link, never waits on a pipe or a device, never writes but
into a temporary file that has no name.
"""

import hashlib
import io
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from pipelines.sources import delimited, json_list, jsonl, packed, parquet, warc, zipped
from pipelines.sources.columns import Own
from pipelines.sources.faults import SourceError
from pipelines.sources.lines import Open
from pipelines.sources.manifest import MANIFEST, ManifestError, Said, parse_manifest
from pipelines.sources.types import MAX_BYTES, Document, Refusal

TEXTS = (".txt", ".md", ".html", ".htm")
TABLES = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet")
ARCHIVES = (".warc", ".wet", ".zip")
SUFFIXES = (*TEXTS, *TABLES, *ARCHIVES)
PACKED = ".gz"  # may stand behind the others
UNPACKED = (".zip", ".parquet")  # but not behind these

_BLANK = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n\f\v"  # byte order marks, and white space in UTF-8 and UTF-16
_NOT_READ = f"not a kind of file that is read: {' '.join(SUFFIXES)}"


@dataclass(frozen=True, slots=True)
class Options:
    """What a user says of all files of a source."""

    columns: Own | None = None  # of its tables; None: by seeds/columns.csv
    wanted: warc.Wanted = warc.ALL  # of its web archives


def kind(name: str) -> str | None:
    """The suffix of SUFFIXES by which a file is read; None where it is not."""
    path = PurePosixPath(name.lower())
    if path.suffix == PACKED:
        suffix = PurePosixPath(path.stem).suffix
        return suffix if suffix in SUFFIXES and suffix not in UNPACKED else None
    return path.suffix if path.suffix in SUFFIXES else None


def holds_many(name: str) -> bool:
    """Whether a file of this name is a table or an archive."""
    return (kind(name) or TEXTS[0]) not in TEXTS


def read(path: Path, uri: str, said: Said, options: Options) -> Iterator[Document | Refusal]:
    """What is in a file; records and members of archives have uris that begin with the file's, and `#` after that."""
    suffix = kind(path.name)
    if suffix is None:
        yield Refusal(uri, "unreadable", _NOT_READ)
        return
    try:
        with _open(path) as file:
            size = os.fstat(file.fileno()).st_size
            if suffix in TEXTS:
                is_packed = path.name.lower().endswith(PACKED)
                yield _article(partial(_open_unpacked if is_packed else _open, path), uri, said, size)
                return
            if not size:
                yield Refusal(uri, "empty", "no bytes", 0)
                return
            for item in _many(file, path, suffix, uri, options):
                if isinstance(item, Document) and not item.given_source:
                    item = replace(item, given_source=said.source)
                yield item
    except SourceError as error:
        yield Refusal(uri, error.reason, str(error))
    except OSError as error:
        yield Refusal(uri, "unreadable", error.strerror or str(error) or type(error).__name__)


def _many(file: BinaryIO, path: Path, suffix: str, uri: str, options: Options) -> Iterator[Document | Refusal]:
    if suffix in (".warc", ".wet"):
        yield from warc.read(file, uri, options.wanted)
    elif suffix == ".zip":
        yield from _zip(file, uri, options)
    elif suffix == ".parquet":
        yield from parquet.read(file, uri, options.columns)
    else:
        yield from _table(partial(_open_unpacked, path), suffix, uri, options)


def check_columns(path: Path, options: Options) -> None:
    """Look only for the columns of articles.  Raises SourceError where a table has none."""
    suffix = kind(path.name)
    if suffix == ".parquet":
        with _open(path) as file:
            parquet.read(file, "", options.columns)
    elif suffix in TABLES:
        _table(partial(_open_unpacked, path), suffix, "", options)


def _table(open_file: Open, suffix: str, uri: str, options: Options) -> Iterator[Document | Refusal]:
    read_table = {".csv": delimited.read, ".tsv": delimited.read, ".json": json_list.read}.get(suffix, jsonl.read)
    return read_table(open_file, uri, options.columns)


def _zip(file: BinaryIO, uri: str, options: Options) -> Iterator[Document | Refusal]:
    found = list(zipped.entries(file, uri))
    if not found:
        yield Refusal(uri, "empty", "an archive without files")
    entries = {item.name: item for item in found if isinstance(item, zipped.Entry)}
    said: dict[str, Said] = {}
    for name in [name for name in entries if PurePosixPath(name).name == MANIFEST]:
        try:
            with entries.pop(name).open() as manifest:
                rows = parse_manifest(manifest.read(MAX_BYTES))
        except (ManifestError, SourceError) as error:
            yield Refusal(f"{uri}#{name}", "unreadable", str(error))
        else:
            said |= {str(PurePosixPath(name).parent / file): row for file, row in rows.items()}
    yield from (item for item in found if isinstance(item, Refusal))
    for name, entry in entries.items():
        try:
            yield from _member(entry, f"{uri}#{name}", said.get(name, Said()), options)
        except SourceError as error:
            yield Refusal(f"{uri}#{name}", error.reason, str(error), entry.size)


def _member(entry: zipped.Entry, uri: str, said: Said, options: Options) -> Iterator[Document | Refusal]:
    suffix = kind(entry.name)
    if entry.name.lower().endswith(PACKED) or suffix in ARCHIVES:
        yield Refusal(uri, "nested_archive", "unpack it first", entry.size)
    elif suffix is None:
        yield Refusal(uri, "unreadable", _NOT_READ, entry.size)
    elif suffix in TEXTS:
        yield _article(entry.open, uri, said, entry.size)
    elif suffix == ".parquet":  # which is read from its end on
        with tempfile.TemporaryFile() as file:
            with entry.open() as member:
                shutil.copyfileobj(member, file)
            file.seek(0)
            yield from parquet.read(file, uri, options.columns)
    else:
        yield from _table(entry.open, suffix, uri, options)


def _article(open_file: Open, uri: str, said: Said, size: int) -> Document | Refusal:
    content = b""
    if size <= MAX_BYTES:
        with open_file() as file:
            content = file.read(MAX_BYTES + 1)
    if size > MAX_BYTES or len(content) > MAX_BYTES:
        return Refusal(uri, "too_large", f"more than {MAX_BYTES:,} bytes", size)
    sha256 = hashlib.sha256(content).hexdigest()
    if not content.strip(_BLANK):
        return Refusal(uri, "empty", "nothing but white space" if content else "no bytes", len(content), sha256)
    given_by = "manifest" if any(said) else None
    return Document(uri, content, sha256, said.url, said.source, said.published, given_by=given_by)


def _open_unpacked(path: Path) -> io.BufferedReader:
    file = _open(path)
    if file.peek(len(packed.MAGIC)).startswith(packed.MAGIC):
        return io.BufferedReader(packed.Unpacked(file))
    return file


def _open(path: Path) -> io.BufferedReader:
    """Open a regular file.  Raises OSError."""
    if path.is_symlink():
        raise SourceError("a link; links are not followed")
    # non-blocking, so that a pipe put in place after the listing cannot hold us
    file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise SourceError("not a regular file")
    return file
