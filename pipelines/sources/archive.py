"""Web archives as a source: WARC files, folders of them, or lists of paths, of which only some pages are wanted."""

import gzip
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator

from pipelines.sources import files, warc
from pipelines.sources.folder import FolderSource
from pipelines.sources.source import Language, listed

LISTS = (".paths", ".paths.gz")  # as Common Crawl calls its lists


def _lower(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.lower().strip(".") for name in names)


Names = Annotated[tuple[str, ...], BeforeValidator(listed)]


class ArchiveSource(FolderSource):
    """What is wanted of web archives; a location may also be a list of paths, one a line, relative to the list."""

    hosts: Names = ()  # with all below them
    since: date | None = None  # days of fetching
    until: date | None = None
    languages: Annotated[tuple[Language, ...], BeforeValidator(listed)] = ()

    @property
    def options(self) -> files.Options:
        """As of a folder."""
        return files.Options(self.columns, warc.Wanted(_lower(self.hosts), self.since, self.until, self.languages))

    @property
    def paths(self) -> tuple[str, ...]:
        """The archives, those of lists in the place of the lists."""
        return tuple(path for location in self.location for path in _paths(location))


def _paths(location: str) -> list[str]:
    path = Path(location).expanduser()
    if not location.endswith(LISTS) or not path.is_file():
        return [location]
    content = path.read_bytes()
    text = (gzip.decompress(content) if location.endswith(".gz") else content).decode("utf-8-sig")
    lines = [line.strip() for line in text.splitlines()]
    return [str(path.parent / Path(line).expanduser()) for line in lines if line and not line.startswith("#")]
