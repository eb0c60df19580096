"""Bytes to text.

Byte order mark, then strict UTF-8, then the charset that the server or the page declares if it decodes strictly, then
detection.
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
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
MOJIBAKE = "mojibake"
_MOJIBAKE = re.compile("â€[™œ˜“”¦\x9d]|Ã[©¨¡³±¶¼]|â\x80[\x90-\x9f]")  # UTF-8 that was once read as Latin-1
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
_BYTE_OF = {chr(byte): byte for byte in range(128, 256)} | {
    character: byte for byte in range(128, 160) for character in bytes([byte]).decode("cp1252", "ignore")
}


def _one_of(first: int, last: int) -> str:
    return f"[{''.join(re.escape(character) for character, byte in _BYTE_OF.items() if first <= byte <= last)}]"


_WIDE_AS_BYTES = re.compile(
    "|".join(
        f"{_one_of(first, last)}{_one_of(0x80, 0xBF)}{{{n}}}"
        for first, last, n in ((0xC2, 0xDF, 1), (0xE0, 0xEF, 2), (0xF0, 0xF4, 3))
    )
)

MAX_CONTROL_SHARE = 0.05
MAX_BAD_SHARE = 0.01
MIN_WIDE = 8  # well-formed sequences of UTF-8, which no other encoding has by chance
MIN_MOJIBAKE = 2
MAX_TIMES = 3  # that a text was read wrongly, one after the other


class UndecodableError(ValueError):
    """The bytes are no text; `reason` is one of the rejection reasons."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class Decoded(NamedTuple):
    """The text, without a byte order mark, and flags: encoding_guessed, bytes_replaced, controls_dropped, mojibake."""

    text: str
    flags: frozenset[str] = frozenset()


def decode(content: bytes, charset: str | None = None) -> Decoded:
    """Decode the bytes of one document that is said to be in `charset`.

    Raises UndecodableError (`binary`, `undecodable`).
    """
    decoded = _decode(content, charset)
    flags = set(decoded.flags)
    if _CONTROL.search(decoded.text):
        flags.add("controls_dropped")
    if len(_MOJIBAKE.findall(decoded.text)) >= MIN_MOJIBAKE:
        flags.add(MOJIBAKE)
    return Decoded(decoded.text, frozenset(flags))


def repaired(text: str) -> str:
    """The text with each character that stands as the two to four of its bytes put right, and nothing else touched."""
    for _ in range(MAX_TIMES):
        before, text = text, _WIDE_AS_BYTES.sub(_as_one, text)
        if text == before:
            break
    return text


def _as_one(found: re.Match[str]) -> str:
    try:
        return bytes(_BYTE_OF[character] for character in found[0]).decode()
    except UnicodeDecodeError:
        return found[0]


def _decode(content: bytes, charset: str | None) -> Decoded:
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
        return _decode_legacy(content, charset)


def _wide_encoding(content: bytes) -> str | None:
    """UTF-16 without a mark: in Latin script, nearly every second byte is zero and hardly any other."""
    half = max(1, len(content) // 2)
    even, odd = content[::2].count(0) / half, content[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    if even > 0.4 and odd < 0.05:
        return "utf-16-be"
    return None


def _decode_legacy(content: bytes, charset: str | None) -> Decoded:
    in_page = _META_CHARSET.search(content[:4096])
    for declared in (charset, in_page[1].decode("ascii") if in_page else None):
        try:
            if declared:
                return Decoded(content.decode(declared))
        except (LookupError, UnicodeError):
            pass
    # a text in UTF-8 with a few damaged places is still UTF-8; one with many is two texts put together
    as_utf8 = content.decode("utf-8", "replace")
    bad, wide = as_utf8.count("\ufffd"), sum(1 for character in as_utf8 if character > "\x7f")
    if bad <= MAX_BAD_SHARE * len(as_utf8) and bad * 4 <= wide:
        return Decoded(as_utf8, frozenset({"bytes_replaced"}))
    if wide - bad >= MIN_WIDE and wide - bad >= bad:
        raise UndecodableError("undecodable", f"UTF-8 and {bad} places of something else")
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
