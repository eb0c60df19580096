"""How what is read is named: by its place in the inbox or among the samples, else by its absolute path."""

from pathlib import Path

import pytest

from pipelines import settings
from pipelines.assets.ingest import origin
from pipelines.sources.folder import read
from pipelines.sources.types import Document


def uris(home: settings.Settings, path: Path | None) -> list[str]:
    found = read(*origin(home, str(path) if path else None))
    return [item.uri for item in found if isinstance(item, Document)]


@pytest.mark.parametrize("place", ["one", "two/three"])
def test_what_lies_in_the_inbox_has_the_same_name_wherever_the_home_is(tmp_path: Path, place: str) -> None:
    home = settings.load(tmp_path / place)
    (home.inbox / "sub").mkdir(parents=True)
    for name in ("a.txt", "sub/b.txt"):
        (home.inbox / name).write_text("An article.")
    assert uris(home, None) == uris(home, home.inbox) == ["inbox:a.txt", "inbox:sub/b.txt"]
    assert uris(home, home.inbox / "sub") == uris(home, home.inbox / "sub" / "b.txt") == ["inbox:sub/b.txt"]


def test_a_sample_has_the_same_name_wherever_the_project_is(tmp_path: Path) -> None:
    home = settings.load(tmp_path)
    assert "samples:2023-07-19-security-talks.txt" in uris(home, home.samples)


def test_what_lies_elsewhere_is_named_by_its_whole_path(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("An article.")
    assert uris(settings.load(tmp_path / "home"), tmp_path / "a.txt") == [f"file://{tmp_path}/a.txt"]
