"""Bytes to text.

Byte order mark, then strict UTF-8, then the charset that the page declares if it decodes strictly, then detection.
Gives the text and flags, or raises UndecodableError.  Never guesses without saying so.
"""

import codecs
import re
from typing import NamedTuple

from resiliparse.parse.encoding import detect_encoding

_MARKS = (  # the longer first: a UTF-32 mark begins like a UTF-16 one
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (  # first bytes of what gets renamed to .txt and .html
    (b"%PDF-", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"PK\x03\x04", "zip, docx or odt"),
    (b"\x1f\x8b", "gzip"),
    (b"\xd0\xcf\x11\xe0", "old Office file"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"BZh", "bzip2"),
    (b"\x7fELF", "program"),
    (b"RIFF", "RIFF"),
    (b"PAR1", "Parquet"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"{\\rtf", "RTF"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)

MAX_CONTROL_SHARE = 0.05
MAX_BAD_SHARE = 0.01


class UndecodableError(ValueError):
    """The bytes are no text; `reason` is one of the rejection reasons."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class Decoded(NamedTuple):
    """The text, without a byte order mark, and `encoding_guessed` or `bytes_replaced` where they apply."""

    text: str
    flags: frozenset[str] = frozenset()


def decode(content: bytes) -> Decoded:
    """Decode the bytes of one document.  Raises UndecodableError (`binary`, `undecodable`)."""
    for magic, name in _MAGIC:
        if content.startswith(magic):
            raise UndecodableError("binary", f"looks like {name}")
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_mostly(content[len(mark) :], encoding)
    wide = _wide_encoding(content)
    if wide:
        return _decode_mostly(content, wide)
    if len(content) - len(content.translate(None, _CONTROLS)) > MAX_CONTROL_SHARE * len(content):
        raise UndecodableError("binary", "too many control bytes for a text")
    try:
        return Decoded(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _decode_legacy(content)


def _wide_encoding(content: bytes) -> str | None:
    """UTF-16 without a mark: in Latin script, nearly every second byte is zero and hardly any other."""
    half = max(1, len(content) // 2)
    even, odd = content[::2].count(0) / half, content[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    if even > 0.4 and odd < 0.05:
        return "utf-16-be"
    return None


def _decode_legacy(content: bytes) -> Decoded:
    declared = _META_CHARSET.search(content[:4096])
    if declared:
        try:
            return Decoded(content.decode(declared[1].decode("ascii")))
        except (LookupError, UnicodeDecodeError, UnicodeError):
            pass
    # a text in UTF-8 with a few damaged places is still UTF-8
    as_utf8 = content.decode("utf-8", "replace")
    bad, wide = as_utf8.count("\ufffd"), sum(1 for character in as_utf8 if character > "\x7f")
    if bad <= MAX_BAD_SHARE * len(as_utf8) and bad * 4 <= wide:
        return Decoded(as_utf8, frozenset({"bytes_replaced"}))
    try:
        decoded = _decode_mostly(content, detect_encoding(content) or "cp1252")
    except (LookupError, UnicodeError) as error:
        raise UndecodableError("undecodable", f"no encoding fits: {error}") from error
    return Decoded(decoded.text, decoded.flags | {"encoding_guessed"})


def _decode_mostly(content: bytes, encoding: str) -> Decoded:
    """Decode, with up to MAX_BAD_SHARE of damaged places; more raises UndecodableError."""
    try:
        return Decoded(content.decode(encoding))
    except UnicodeDecodeError:
        text = content.decode(encoding, "replace")
    bad = text.count("\ufffd")
    if bad > max(1, MAX_BAD_SHARE * len(text)):
        raise UndecodableError("undecodable", f"{bad} damaged places in {len(text)} characters of {encoding}")
    return Decoded(text, frozenset({"bytes_replaced"}))
