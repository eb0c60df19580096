"""Names: whether words are one, and whether it is an outlet's.  Known ones stand in seeds/outlets.csv."""

import re

from pipelines.articles.characters import fold
from pipelines.articles.seeds import outlets

_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,6}", re.IGNORECASE)
# fmt: off
_SMALL_WORDS = frozenset((
    "and", "&", "in", "at", "of", "the", "de", "la", "du", "van", "von", "der", "bin", "ibn", "al", "el",
    "with", "for", "da", "di", "dos",
))
# fmt: on
_TITLE_END = re.compile(r"(?P<title>.+\S)\s+[|–—-]\s+(?P<outlet>[^|–—]{2,60})")


def is_outlet(name: str) -> bool:
    """Whether a name is an outlet's or an agency's: a known one, one with an outlet's word in it, or a domain."""
    name, known = name.strip(), outlets()
    words = fold(name).split()
    return bool(
        name
        and is_name(name)
        and (
            fold(name) in known.agencies
            or fold(name) in known.outlets
            or any(word in known.words for word in words)
            or _DOMAIN.fullmatch(name)
        )
    )


def is_agency(name: str) -> bool:
    """Whether a name is a known agency's."""
    return fold(name) in outlets().agencies


def spelled(name: str) -> str:
    """The name as its owner writes it, where it is known."""
    name = name.strip(" .,;")
    known = outlets()
    return known.agencies.get(fold(name)) or known.outlets.get(fold(name)) or name


def without_outlet(title: str) -> tuple[str, str | None]:
    """A title without the outlet's name that its page appends (`Title | Outlet`), and that name."""
    match = _TITLE_END.fullmatch(title)
    if match and is_outlet(match["outlet"]) and len(match["title"].split()) > 2:
        return match["title"], spelled(match["outlet"])
    return title, None


def is_name(text: str) -> bool:
    """Up to 8 words, capitalised but for the small ones."""
    words = text.split()
    return 0 < len(words) <= 8 and all(
        word[0].isupper() or word.lower() in _SMALL_WORDS or _DOMAIN.fullmatch(word) for word in words
    )
