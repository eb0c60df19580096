"""Unpacks gzip: a stream of what is in it, that tells of damage and stops at bombs.

Takes a binary file that can be sought in; gives a stream that can only be read on.  Never holds more than a few chunks,
never unpacks on once what came out is more than RATIO times what went in.
"""

import io
import os
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO, NoReturn

from pipelines.sources.faults import DamagedError, ExpandsTooFarError

MAGIC = b"\x1f\x8b\x08"
RATIO = 100  # text packs to a tenth, a page of the same words over and over to a thirtieth
FREE = 10_000_000  # so much is unpacked whatever the ratio

_CHUNK = 1 << 17
_MAX_TRIES = 1_000  # places after a damaged one that look like the beginning of a member
_GZIP = 16 + zlib.MAX_WBITS


class Unpacked(io.RawIOBase):
    """What a gzip file of one member or of many holds.

    Behind a damaged place the stream goes on with the next member whose content begins with `begins`; without that it
    ends there.
    """

    def __init__(self, file: BinaryIO, begins: bytes = b"") -> None:
        self._file = file
        self._begins = begins
        self._origin = self._position = file.tell()  # `position`: where `waiting` ends in the file
        self._waiting = b""  # read from the file and not unpacked
        self._given = self._sound = 0  # bytes unpacked; of them, those before the member that is read
        self._member: Any = None  # zlib has no name for the type; None between two members
        self._member_at = self._origin

    def readable(self) -> bool:
        """That, and nothing else."""
        return True

    def close(self) -> None:
        """Close the file, too."""
        if not self.closed:
            self._file.close()
        super().close()

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer as far as one step of unpacking does."""
        content = self.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes of one member, as many as one step of unpacking gives; none at the end.

        Raises DamagedError once for each damaged place, and ExpandsTooFarError.
        """
        size = size if size > 0 else _CHUNK
        while True:
            if self._member is None:
                if not self._begin_member():
                    return b""
            elif not self._waiting:
                self._fill()
            at_end = not self._waiting
            try:
                content: bytes = self._member.decompress(self._waiting, size)
            except zlib.error:
                self._pass_over("a corrupt part" if self._given else "not gzip, or corrupt from the beginning")
            if self._member.eof:
                self._waiting, self._member = self._member.unused_data, None
            else:
                self._waiting = self._member.unconsumed_tail
            if content:
                self._given += len(content)
                if self._given > max(FREE, RATIO * (self._position - self._origin)):
                    raise ExpandsTooFarError(f"it unpacks to more than {RATIO} times its size")
                return content
            if at_end and self._member is not None:
                self._pass_over("cut off inside a compressed part")

    def _fill(self) -> None:
        self._waiting = self._file.read(_CHUNK)
        self._position += len(self._waiting)

    def _begin_member(self) -> bool:
        """Whether there is another; some writers fill up the last block with zeros."""
        self._waiting = self._waiting.lstrip(b"\0")
        while not self._waiting:
            self._fill()
            if not self._waiting:
                return False
            self._waiting = self._waiting.lstrip(b"\0")
        self._member = zlib.decompressobj(_GZIP)
        self._member_at = self._position - len(self._waiting)
        self._sound = self._given
        return True

    def _pass_over(self, what: str) -> NoReturn:
        """Go to the next member behind the damaged one, and say what is lost."""
        end = self._file.seek(0, os.SEEK_END)
        found = self._next_member(self._member_at + 1) if self._begins else None
        self._position = self._file.seek(end if found is None else found)
        self._waiting, self._member = b"", None
        raise DamagedError(what, self._position - self._member_at, self._sound)

    def _next_member(self, start: int) -> int | None:
        """Where the next one begins that holds what it should; what looks like one may stand in packed bytes."""
        for place in islice(_find(self._file, MAGIC, start), _MAX_TRIES):
            self._file.seek(place)
            try:
                beginning = zlib.decompressobj(_GZIP).decompress(self._file.read(_CHUNK), len(self._begins))
            except zlib.error:
                beginning = b""
            if beginning == self._begins:
                return place
        return None


def _find(file: BinaryIO, what: bytes, start: int) -> Iterator[int]:
    """The places of `what` in a file from `start` on; the file may be moved between two of them."""
    before = b""
    while True:
        file.seek(start)
        chunk = file.read(_CHUNK)
        if not chunk:
            return
        text = before + chunk
        place = text.find(what)
        while place >= 0:
            yield start - len(before) + place
            place = text.find(what, place + 1)
        before = text[1 - len(what) :]
        start += len(chunk)
