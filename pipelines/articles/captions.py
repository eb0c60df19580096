"""Recognises captions and credits of pictures, wherever they stand."""

import re

from pipelines.articles.characters import fold
from pipelines.articles.names import is_agency, is_name
from pipelines.articles.seeds import outlets

MAX_CAPTION_WORDS = 70

_CREDIT_AT_END = re.compile(r"(?P<text>.*\S)\s*(?:\[(?P<square>[^\[\]]{2,80})\]|\((?P<round>[^()]{2,80})\))\.?")
_CREDIT_LABEL = re.compile(
    r"(?P<text>.*?)\s*[(\[]?\b(?:photo(?:graph)?|picture|image|file photo)"
    r"(?:\s+(?:credit|by|courtesy(?:\s+of)?))?\s*:\s*"
    r"(?P<credit>[^:.]{2,80})[)\]]?\.?",
    re.IGNORECASE,
)
_CAPTION_LABEL = re.compile(r"(?:photo(?:graph)?|picture|image|file photo|caption)\s*:\s*(?P<text>.*\S)", re.IGNORECASE)
_BRACKETED = re.compile(r"\[(?P<text>[^\[\]]{10,400}?)\s*[/|]\s*(?P<credit>[^\[\]/|]{2,60})\]")


def caption(line: str) -> tuple[str, str] | None:
    """(caption, credit) if the line describes a picture; the caption is empty where the line is a credit alone."""
    if len(line) > 600:
        return None
    if (match := _CREDIT_LABEL.fullmatch(line)) and _is_credit(match["credit"]):
        text = match["text"].strip(" [(")
        label = _CAPTION_LABEL.fullmatch(text)
        return label["text"] if label else text, match["credit"].strip()
    if match := _CAPTION_LABEL.fullmatch(line):
        return caption(match["text"]) or (match["text"], "")
    if match := _BRACKETED.fullmatch(line):
        return match["text"], match["credit"]
    match = _CREDIT_AT_END.fullmatch(line)
    if not match:
        return None
    credit = match["square"] or match["round"]
    if match["round"] and line.endswith("."):  # `the Middle East and North Africa (MENA).` ends a sentence
        return None
    if len(match["text"].split()) > MAX_CAPTION_WORDS:
        return None
    known = any(
        is_agency(part) or fold(part) in outlets().pictures for part in re.split(r"\s*[/,|]\s*|\s+via\s+", credit)
    ) or re.search(r"\b(?:Photo|Image)s?\b", credit)
    # square brackets also hold an editor's insertions; those are lower case
    if known or (match["square"] and is_name(credit) and not credit.islower() and len(credit.split()) <= 4):
        return match["text"], credit
    return None


def _is_credit(text: str) -> bool:
    """A photographer, an agency, or both: `Dan Roe/Reuters`."""
    return all(is_name(part) for part in re.split(r"\s*[/,|]\s*", text.strip()))
