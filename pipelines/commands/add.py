"""`entente add`: copies files into the inbox, each put in place whole; never writes over another content."""

import filecmp
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.sources.files import holds_many, kind
from pipelines.sources.manifest import MANIFEST


class AddError(Exception):
    """A file cannot be added; the message is one line for the user."""


@dataclass(frozen=True, slots=True)
class Added:
    """How many files of each sort were put into the inbox, and how many files lay there already."""

    articles: int
    many: int  # tables and archives
    manifests: int
    not_read: int
    known: int

    def __str__(self) -> str:
        new = self.articles + self.many + self.manifests + self.not_read
        sorts = [f"{self.articles} article{'s' * (self.articles != 1)}"] if self.articles or not self.many else []
        if self.many:
            sorts.append(f"{self.many} table{'s' * (self.many != 1)} or archive{'s' * (self.many != 1)} of articles")
        if self.manifests:
            sorts.append(f"{self.manifests} manifest{'s' * (self.manifests != 1)}")
        if self.not_read:
            sorts.append(f"{self.not_read} of a kind that is not read")
        return f"{new} added" + f" ({', '.join(sorts)})" * (new > 0) + f", {self.known} there already"


def add(inbox: Path, paths: Sequence[Path]) -> Added:
    """Copy files, and folders with all that is in them, into the inbox.

    Raises AddError, before anything is copied, where the inbox has a file of the same name with another content.
    """
    wanted: dict[Path, Path] = {}
    for path in paths:
        for source, name in _files(path):
            if (other := wanted.setdefault(inbox / name, source)) != source and not _same(other, source):
                raise AddError(f"{other} and {source} would both be {name} in the inbox; nothing was added")
    for target, source in wanted.items():
        if target.exists() and not _same(target, source):
            raise AddError(
                f"the inbox has another {target.relative_to(inbox)}; remove or rename one; nothing was added"
            )
    new = {target: source for target, source in wanted.items() if not target.exists()}
    for target, source in new.items():
        _put(source, target)
    manifests = sum(target.name == MANIFEST for target in new)
    read = [target for target in new if target.name != MANIFEST and kind(target.name)]
    many = sum(holds_many(target.name) for target in read)
    not_read = len(new) - manifests - len(read)
    return Added(len(read) - many, many, manifests, not_read, len(wanted) - len(new))


def _files(path: Path) -> Iterator[tuple[Path, Path]]:
    """Each file with its place in the inbox; a folder keeps its name, hidden files stay behind."""
    path = path.absolute()
    if not path.is_dir():
        yield path, Path(path.name)
        return
    for found in sorted(path.rglob("*")):
        inside = found.relative_to(path)
        if found.is_file() and not any(part.startswith(".") for part in inside.parts):
            yield found, Path(path.name) / inside


def _same(one: Path, other: Path) -> bool:
    return filecmp.cmp(one, other, shallow=False)


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.{os.getpid()}.tmp")  # hidden: sources do not read it
    try:
        shutil.copyfile(source, fresh)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
