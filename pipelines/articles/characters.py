"""Makes characters uniform, before anything is measured in them.  Curly quotes and dashes stay as they were written."""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_DROPPED = (
    re.compile(  # controls, soft hyphen, zero-width space, word joiner, byte order mark, bidi marks and overrides
        "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]"
    )
)
_SPACES = re.compile(r"[^\S\n]+")
_STRAIGHT = {
    "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u2026": "..."
}  # fmt: skip
_SURROGATES = re.compile("[\ud800-\udfff]")


def normalise(text: str) -> str:
    """NFC, one kind of line end, one kind of space, no invisible characters; joiners stay, since Persian needs them."""
    text = _LINE_ENDS.sub("\n", text)
    text = _DROPPED.sub("", _SURROGATES.sub("\ufffd", text))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text))


def fold(text: str) -> str:
    """For comparing phrases: lower case, straight quotes, single spaces."""
    if not text.isascii():
        for curly, straight in _STRAIGHT.items():  # far faster than translate
            text = text.replace(curly, straight)
    return " ".join(text.casefold().split())
