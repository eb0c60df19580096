"""Reads a file, or a folder of files, into documents.

Takes a path and a prefix for uris; gives Document and Refusal objects, in the same order on every machine, but that
files which were written just now come last.  Never follows a link, never writes.
"""

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pydantic import field_validator

from pipelines.sources import files
from pipelines.sources.columns import Field, Own
from pipelines.sources.manifest import MANIFEST, ManifestError, Said, read_manifest
from pipelines.sources.source import Source
from pipelines.sources.types import Document, Memory, Refusal, Web
from pipelines.versions import code_version

SECONDS_AT_REST = 2.0  # a file that was written later may still be growing


class FolderSource(Source):
    """Folders or files; a location is a path, `~` is the user's own folder."""

    columns: dict[Field, str | list[str]] | None = None  # of tables: which column holds the text, the title, ...

    @field_validator("columns")
    @classmethod
    def _can_be_used(cls, columns: Own | None) -> Own | None:
        if columns is not None and not {"text", "html"} & columns.keys():
            raise ValueError("one of text and html has to name the column of the articles")
        if many := [
            field for field, named in (columns or {}).items() if field != "text" and not isinstance(named, str)
        ]:
            raise ValueError(f"{many[0]} is one column; only text may be several")
        return columns

    @property
    def options(self) -> files.Options:
        """What of the files is wanted, and how they are read."""
        return files.Options(self.columns)

    @property
    def paths(self) -> tuple[str, ...]:
        """The files and folders."""
        return self.location


def prefixes(source: Source) -> list[str]:
    """How the uris begin of all that is in the folders and files of a source, those left out that are not there."""
    paths = source.paths if isinstance(source, FolderSource) else ()
    roots = [root for root in (Path(path).expanduser() for path in paths) if root.exists()]
    return [file_prefix(root) if root.is_dir() else f"{file_prefix(root)}{_printable(root.name)}#" for root in roots]


def read_source(source: FolderSource, _web: Web, memory: Memory) -> Iterator[Document | Refusal]:
    """All files of a source's folders, with what the source says where they are silent."""
    for path in source.paths:
        root = Path(path).expanduser()
        if not root.exists():
            yield Refusal(path, "unreadable", "there is no such file or folder", source_name=source.name)
            continue
        for item in read(root, file_prefix(root), memory, source.options, _said(source)):
            if isinstance(item, Document):
                item = replace(
                    item,
                    given_source=item.given_source or source.outlet,
                    given_language=item.given_language or source.language,
                    date_order=source.date_order,
                    wishes=source.wishes,
                )
            yield replace(item, source_name=source.name)


def _said(source: Source) -> str:
    return f"{source.outlet} {source.language} {source.date_order} {source.wishes}"


def file_prefix(root: Path) -> str:
    """The prefix by which `read` makes `file:///absolute/path` uris for a file or a folder."""
    root = root.resolve()
    folder = root if root.is_dir() else root.parent
    return f"file://{_printable(folder.as_posix()).rstrip('/')}/"


def read(
    root: Path, uri_prefix: str, memory: Memory | None = None, options: files.Options | None = None, said: str = ""
) -> Iterator[Document | Refusal]:
    """Read one file, or all files below a folder, sorted by name within each folder, files before folders.

    A uri is `uri_prefix` followed by the path below `root` (for a file, its name).  Hidden files are
    skipped.  A `manifest.csv` speaks for the files of its folder and below; the nearest one that names a file counts.
    A table or an archive that is as `memory` has it gives nothing, unless of it something else is wanted or `said` now
    than when it was read.  Raises FileNotFoundError where `root` does not
    exist.
    """
    if not root.exists() and not root.is_symlink():
        raise FileNotFoundError(root)
    reader = _Reader({} if memory is None else memory, options or files.Options(), said)
    if not root.is_dir():
        yield from reader.read([_File(root.resolve(), uri_prefix + _printable(root.name), Said())])
        return
    yield from reader.read(_walk(root.resolve(), "", uri_prefix, {}))
    for uri in [uri for uri in reader.memory if uri.startswith(uri_prefix) and uri not in reader.met]:
        del reader.memory[uri]


class _File(NamedTuple):
    path: Path
    uri: str
    said: Said

    def stamp(self) -> tuple[int, int, int] | None:
        """What tells a file that has changed; None where there is none."""
        try:
            status = self.path.lstat()
        except OSError:
            return None
        return status.st_size, status.st_mtime_ns, status.st_ctime_ns


class _Reader:
    def __init__(self, memory: Memory, options: files.Options, said: str) -> None:
        self.memory = memory
        self.options = options
        self.met: set[str] = set()
        self._version = f"{code_version(Path(__file__).parent)} {options} {said}"

    def read(self, found: Iterable[_File | Refusal]) -> Iterator[Document | Refusal]:
        """What is in the files: those that may be growing are looked at again at the end."""
        young = []
        for item in found:
            if isinstance(item, Refusal):
                yield item
                continue
            self.met.add(item.uri)
            stamp = item.stamp()
            if stamp and time.time() - stamp[1] / 1e9 < SECONDS_AT_REST:
                young.append((item, stamp, time.time()))
            else:
                yield from self._read(item)
        for item, stamp, seen in young:
            time.sleep(max(0.0, seen + SECONDS_AT_REST - time.time()))
            yield from self._read(item) if item.stamp() == stamp else [_unfinished(item.uri)]

    def _read(self, file: _File) -> Iterator[Document | Refusal]:
        stamp = file.stamp()
        as_read = f"{stamp} {self._version}"
        is_remembered = files.holds_many(file.path.name)
        if is_remembered and self.memory.get(file.uri) == as_read:
            return
        yield from files.read(file.path, file.uri, file.said, self.options)
        if is_remembered and file.stamp() == stamp:
            self.memory[file.uri] = as_read
        elif is_remembered:
            yield _unfinished(file.uri)


def _walk(folder: Path, below: str, prefix: str, outer: dict[str, Said]) -> Iterator[_File | Refusal]:
    """`below`: the path from the root to `folder`, empty or ending in a slash; `outer`: by paths from the root."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if not entry.name.startswith("."))
    except OSError as error:
        yield _unreadable(prefix + _printable(below), f"the folder cannot be listed: {error.strerror}")
        return
    said = dict(outer)
    if MANIFEST in names:
        names.remove(MANIFEST)
        try:
            own = {below + name: row for name, row in read_manifest(folder / MANIFEST).items()}
            said |= own
            for name in own:
                if not os.path.lexists(folder / name.removeprefix(below)):
                    yield _unreadable(prefix + _printable(name), "named in manifest.csv, not in the folder")
        except (ManifestError, OSError) as error:
            yield _unreadable(prefix + _printable(below + MANIFEST), str(error))
    folders = [name for name in names if (folder / name).is_dir() and not (folder / name).is_symlink()]
    for name in names:
        if name not in folders:
            yield _File(folder / name, prefix + _printable(below + name), said.get(below + name, Said()))
    for name in folders:
        yield from _walk(folder / name, f"{below}{name}/", prefix, said)


def _unfinished(uri: str) -> Refusal:
    return Refusal(uri, "unfinished", "it changed while it was read; the next run reads it again")


def _unreadable(uri: str, detail: str) -> Refusal:
    return Refusal(uri, "unreadable", detail)


def _printable(name: str) -> str:
    """File names need not be Unicode; uris must be."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
