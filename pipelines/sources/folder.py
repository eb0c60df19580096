"""Reads a file, or a folder of files, into documents.

Takes a path and a prefix for uris; gives Document and Refusal objects, in the same order on every machine.  Never
follows a link, never waits on a pipe or a device, never reads more than MAX_BYTES of a file, never writes.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipelines.sources.manifest import MANIFEST, ManifestError, Said, read_manifest
from pipelines.sources.source import Source
from pipelines.sources.types import Document, Memory, Refusal, Web

SUFFIXES = (".txt", ".md", ".html", ".htm")
MAX_BYTES = 10_000_000

_BLANK = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n\f\v"  # byte order marks, and white space in UTF-8 and UTF-16


class FolderSource(Source):
    """Folders or files; a location is a path, `~` is the user's own folder."""


def read_source(source: FolderSource, _web: Web, _memory: Memory) -> Iterator[Document | Refusal]:
    """All files of a source's folders, with what the source says where their manifests are silent."""
    for location in source.location:
        root = Path(location).expanduser()
        if not root.exists():
            yield Refusal(location, "unreadable", "there is no such file or folder", source_name=source.name)
            continue
        for item in read(root, file_prefix(root)):
            if isinstance(item, Document):
                item = replace(
                    item,
                    given_source=item.given_source or source.outlet,
                    given_language=source.language,
                    date_order=source.date_order,
                )
            yield replace(item, source_name=source.name)


def file_prefix(root: Path) -> str:
    """The prefix by which `read` makes `file:///absolute/path` uris for a file or a folder."""
    root = root.resolve()
    folder = root if root.is_dir() else root.parent
    return f"file://{_printable(folder.as_posix()).rstrip('/')}/"


def read(root: Path, uri_prefix: str) -> Iterator[Document | Refusal]:
    """Read one file, or all files below a folder, sorted by name within each folder, files before folders.

    A uri is `uri_prefix` followed by the path below `root` (for a file, its name).  Hidden files are
    skipped.  A `manifest.csv` speaks for the files of its folder and below; the nearest one that names a file counts.
    Raises FileNotFoundError where `root` does not exist.
    """
    if root.is_dir():
        yield from _read_folder(root.resolve(), "", uri_prefix, {})
    elif root.exists() or root.is_symlink():
        yield _read_file(root.resolve(), uri_prefix + _printable(root.name), Said())
    else:
        raise FileNotFoundError(root)


def _read_folder(folder: Path, below: str, prefix: str, outer: dict[str, Said]) -> Iterator[Document | Refusal]:
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
            yield _read_file(folder / name, prefix + _printable(below + name), said.get(below + name, Said()))
    for name in folders:
        yield from _read_folder(folder / name, f"{below}{name}/", prefix, said)


def _read_file(path: Path, uri: str, said: Said) -> Document | Refusal:
    if path.suffix.lower() not in SUFFIXES:
        return _unreadable(uri, f"not a kind of file that is read: {' '.join(SUFFIXES)}")
    if path.is_symlink():
        return _unreadable(uri, "a link; links are not followed")
    try:
        # non-blocking, so that a pipe put in place after the listing cannot hold us
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                return _unreadable(uri, "not a regular file")
            if status.st_size > MAX_BYTES:
                return Refusal(uri, "too_large", f"more than {MAX_BYTES:,} bytes", status.st_size)
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        return _unreadable(uri, error.strerror or type(error).__name__)
    if len(content) > MAX_BYTES:
        return Refusal(uri, "too_large", f"more than {MAX_BYTES:,} bytes and growing")
    sha256 = hashlib.sha256(content).hexdigest()
    if not content.strip(_BLANK):
        return Refusal(uri, "empty", "nothing but white space" if content else "no bytes", len(content), sha256)
    given_by = "manifest" if any(said) else None
    return Document(uri, content, sha256, said.url, said.source, said.published, given_by=given_by)


def _unreadable(uri: str, detail: str) -> Refusal:
    return Refusal(uri, "unreadable", detail)


def _printable(name: str) -> str:
    """File names need not be Unicode; uris must be."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
