"""The datasheet that goes with every export: what it is, of which build and filters, whose it is, how to cite it.

Takes what is known of an export; gives Markdown.  Never looks into the file that it speaks of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from published.filters import Filters

ORIGIN = """\
Each row was read by a program from news articles: it says what an article says, which is not the same as what happened,
and the program errs. `confidence` orders rows and is no probability. Read the sentence, and the article behind it,
before you build on a row.\
"""
RIGHTS = """\
The codes, dates and counts are facts, and yours to use as you like. Sentences and titles are quoted from the articles
of the outlets that are named, and remain theirs: keep quotations short, name the outlet, and look at its terms before
you pass them on. The text of articles is not in this file. Event codes follow CAMEO and PLOVER, which are public.\
"""


@dataclass(frozen=True, slots=True)
class Export:
    """What is known of an export once it is written."""

    file: str
    what: str
    made_at: datetime
    rows: Mapping[str, int]  # what is counted, and how many
    size_bytes: int
    sha256: str
    asked: Mapping[str, str]  # the filters that are set, in words
    columns: Mapping[str, str]  # and what they hold
    build: Mapping[str, str]
    program: str  # name and version of what made it


def datasheet(export: Export) -> str:
    """The whole datasheet."""
    build, day = export.build, export.made_at.date().isoformat()
    counted = ", ".join(f"{n:,} {name}" for name, n in export.rows.items())
    known = {
        "File": export.file,
        "What it holds": f"{export.what}: {counted}",
        "Made": f"{export.made_at:%Y-%m-%dT%H:%M:%SZ} by {export.program}",
        "Size": f"{export.size_bytes:,} bytes",
        "SHA-256": export.sha256,
        "Build": f"{build.get('run_id', 'unknown')} of {build.get('built_at', 'unknown')}",
        "Coder": build.get("coder_version", "unknown"),
        "Dictionary": build.get("dictionary_version", "unknown"),
        "Tables": f"version {build.get('schema_version', 'unknown')}",
    }
    cite = (
        f"{export.program}, {export.what}, build {build.get('run_id', 'unknown')[:12]} of "
        f"{build.get('built_at', 'unknown')[:10]} (coder {build.get('coder_version', 'unknown')}, dictionary "
        f"{build.get('dictionary_version', 'unknown')}), {counted}, exported {day}, SHA-256 {export.sha256[:16]}."
    )
    parts = [
        f"# Datasheet of {export.file}",
        _table(known),
        "## Filters",
        _table(export.asked) if export.asked else "None: everything that the build holds.",
        "## Where it comes from",
        ORIGIN,
        "## Whose it is",
        RIGHTS,
        "## How to cite it",
        f"{cite} For a single event, cite the article too, by its outlet, date and address.",
    ]
    if export.columns:
        parts += ["## Columns", _table(export.columns)]
    return "\n\n".join(parts) + "\n"


def told(filters: Filters) -> dict[str, str]:
    """The filters that are set, in words."""
    said = {
        "Event date from": filters.date_from,
        "Event date to": filters.date_to,
        "Countries, either side": ", ".join(filters.countries),
        "Actors, either side": ", ".join(filters.actors),
        "Classes": ", ".join(filters.classes),
        "Outlets": ", ".join(filters.outlets),
        "Status": ", ".join(filters.statuses),
        "Least confidence": filters.min_confidence,
    }
    return {name: str(value) for name, value in said.items() if value}


def _table(cells: Mapping[str, str]) -> str:
    lines = [f"| {name} | {' '.join(value.replace('|', chr(92) + '|').split())} |" for name, value in cells.items()]
    return "\n".join(["| | |", "|---|---|", *lines])
