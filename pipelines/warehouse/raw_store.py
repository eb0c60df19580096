"""Documents as they came, one file for each content, named by its hash.  Never changes or removes a document."""

import os
from pathlib import Path


def put(store: Path, sha256: str, content: bytes) -> None:
    """Keep `content`; nothing happens where it is kept already.  A crash leaves no half a document behind."""
    path = _path(store, sha256)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def remove_unfinished(store: Path) -> None:
    """Remove what a process that was killed was writing; only for who knows that none is writing now."""
    for path in store.glob("*/*.tmp"):
        path.unlink(missing_ok=True)


def get(store: Path, sha256: str) -> bytes:
    """The content; raises FileNotFoundError where it is not kept."""
    return _path(store, sha256).read_bytes()


def _path(store: Path, sha256: str) -> Path:
    return store / sha256[:2] / sha256
