"""Reads zip archives: each file in one as if it lay in a folder.

Takes a file that can be sought in; gives the files in it, each with a way to open it, or the refusal of one.  Never
writes, never unpacks what would be too much, never takes a name for a path.
"""

import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from pipelines.sources.faults import DamagedError
from pipelines.sources.packed import FREE, RATIO
from pipelines.sources.types import Refusal

_CORRUPT = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError, RuntimeError)
MAGIC = (b"PK\x03\x04", b"PK\x05\x06")  # the latter is an archive of nothing
MAX_ENTRIES = 65_534  # more need another form of the archive's end; they would be millions of empty names
MAX_NAME = 1_000  # characters

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_END = struct.Struct("<4s4H2LH")
_ENCRYPTED = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in an archive."""

    name: str  # with forward slashes, relative, below the archive
    size: int  # unpacked; it never gives more
    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    def open(self) -> io.BufferedReader:
        """Open it anew.  Reading raises DamagedError where it is not what the archive says."""
        return io.BufferedReader(_Member(self))


def entries(file: BinaryIO, uri: str) -> Iterator[Entry | Refusal]:
    """The files in an archive by their names, hidden ones left out; of two of one name the last counts."""
    size = file.seek(0, os.SEEK_END)
    try:
        if _n_entries(file, size) > MAX_ENTRIES:
            yield Refusal(uri, "too_large", f"more than {MAX_ENTRIES:,} files")
            return
        archive = zipfile.ZipFile(file)
    except (OSError, *_CORRUPT) as error:
        raise DamagedError(f"no zip archive, or one that is cut off or corrupt: {error}") from error
    left = max(FREE, RATIO * size)
    for name, info in sorted({info.filename: info for info in archive.infolist()}.items()):
        path = PurePosixPath(name.replace("\\", "/"))
        if info.is_dir() or any(part.startswith((".", "__MACOSX")) for part in path.parts if part != ".."):
            continue
        where = f"{uri}#{name[:MAX_NAME].encode('utf-8', 'replace').decode()}"
        why_not = _why_not(info, path)
        if not why_not and (info.file_size > left or info.file_size > max(FREE, RATIO * info.compress_size)):
            why_not = ("expands_too_far", f"it unpacks to {info.file_size:,} bytes, more than {RATIO} times its size")
        if why_not:
            yield Refusal(where, *why_not, info.file_size)
        else:
            left -= info.file_size
            yield Entry(str(path), info.file_size, archive, info)


def _n_entries(file: BinaryIO, size: int) -> int:
    """How many files the archive's end says there are; it stands last, but for a comment."""
    file.seek(max(0, size - _END.size - 0xFFFF))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    return int(_END.unpack_from(tail, at)[4]) if 0 <= at <= len(tail) - _END.size else 0


def _why_not(info: zipfile.ZipInfo, path: PurePosixPath) -> tuple[str, str] | None:
    """The reason and the detail of a refusal by what the archive says of a file."""
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or "\0" in info.orig_filename:
        return "unsafe_path", "its name leads out of the archive"
    if len(info.filename) > MAX_NAME:
        return "unsafe_path", f"its name is longer than {MAX_NAME:,} characters"
    mode = stat.S_IFMT(info.external_attr >> 16)
    if mode not in (0, stat.S_IFREG):
        return "unreadable", "not a regular file"
    if info.flag_bits & _ENCRYPTED:
        return "unreadable", "it needs a password"
    if info.compress_type not in _METHODS:
        return "unreadable", "packed in a way that is not read"
    return None


class _Member(io.RawIOBase):
    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        self._file: Any = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            if self._file is None:
                self._file = self._entry.archive.open(self._entry.info)
            return int(self._file.readinto(buffer))
        except _CORRUPT as error:
            raise DamagedError(f"corrupt: {error}") from error

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()
