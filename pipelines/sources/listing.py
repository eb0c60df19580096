"""sources.toml in the home: one table for each source, which people edit by hand or with `entente sources`.

    [harbour-gazette]
    kind = "feed"
    location = "https://gazette.example/rss.xml"
    language = "en"

Gives checked settings; writes keep the user's comments and order.  Never fetches anything.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import ValidationError
from tomlkit.exceptions import TOMLKitError

from pipelines.settings import slip
from pipelines.sources.kinds import KINDS
from pipelines.sources.source import Source


class SourcesError(Exception):
    """The sources are not as they should be; the message is one line with the file, the source and the key."""


def read(path: Path) -> dict[str, Source]:
    """All sources by name, in the order of the file; none where there is no file.  Raises SourcesError."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourcesError(f"{path} cannot be read: {error}") from error
    return {name: _checked(path, name, table) for name, table in tables.items()}


def add(path: Path, name: str, settings: Mapping[str, Any]) -> Source:
    """Write a new source below the others.  Raises SourcesError where the name is taken or the settings are wrong."""
    source = checked(path, name, settings)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    document = tomlkit.parse(text)
    table = tomlkit.table()
    table.update(settings)
    document[name] = table
    _write(path, tomlkit.dumps(document))
    return source


def checked(path: Path, name: str, settings: Mapping[str, Any]) -> Source:
    """What `add` would write.  Raises SourcesError where the name is taken or the settings are wrong."""
    if name in read(path):
        raise SourcesError(f"{path}: there is a source [{name}] already")
    return _checked(path, name, settings)


def remove(path: Path, name: str) -> None:
    """Take a source out.  Raises SourcesError where there is none of that name."""
    if name not in read(path):
        raise SourcesError(f"{path}: there is no source [{name}]")
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8"))
    except TOMLKitError as error:
        raise SourcesError(f"{path} cannot be edited: {error}") from error
    del document[name]
    _write(path, tomlkit.dumps(document))


def _checked(path: Path, name: str, table: Any) -> Source:
    where = f"{path}: [{name}]"
    if not isinstance(table, Mapping):
        raise SourcesError(f"{where}: a source is a table with a kind and a location")
    kind = table.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise SourcesError(f"{where} kind: {kind!r} is none of {', '.join(KINDS)}")
    settings = KINDS[kind].settings
    try:
        return settings.model_validate({**table, "name": name})
    except ValidationError as error:
        key, why = slip(error, settings.model_fields)
        raise SourcesError(f"{where} {key}: {why}") from error


def _write(path: Path, text: str) -> None:
    fresh = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
