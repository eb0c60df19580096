"""Reads manifest.csv: what the user says of the files beside it.  Never opens those files."""

import csv
import io
from pathlib import Path, PurePosixPath
from typing import NamedTuple

MANIFEST = "manifest.csv"


class Said(NamedTuple):
    """One row of a manifest; None where the cell is empty or the column is missing."""

    url: str | None = None
    source: str | None = None
    published: str | None = None


class ManifestError(ValueError):
    """The manifest cannot be understood; the message says why."""


def read_manifest(path: Path) -> dict[str, Said]:
    """The rows of a file, as of `parse_manifest`.  Raises ManifestError, or OSError."""
    return parse_manifest(path.read_bytes())


def parse_manifest(content: bytes) -> dict[str, Said]:
    """Rows by file name, relative to the manifest's folder, with forward slashes.

    Columns: `file` (needed), `url`, `source`, `published_at`; others are ignored.  Of two rows for one file the last
    counts.  Rows that point out of the folder are left out.  Raises ManifestError.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except UnicodeDecodeError as error:
        raise ManifestError("manifest.csv is not UTF-8") from error
    except csv.Error as error:
        raise ManifestError(f"manifest.csv is no CSV: {error}") from error
    if rows and "file" not in rows[0]:
        raise ManifestError("manifest.csv has no column 'file'")
    said = {}
    for row in rows:
        name = PurePosixPath((row["file"] or "").strip().replace("\\", "/"))
        if name.parts and not name.is_absolute() and ".." not in name.parts:
            said[str(name)] = Said(*(_cell(row.get(column)) for column in ("url", "source", "published_at")))
    return said


def _cell(value: str | None) -> str | None:
    return (value or "").strip() or None
