"""The version of a room's code: what older code made is stale, whether or not somebody thought of raising a number."""

import hashlib
from pathlib import Path


def code_version(room: Path) -> str:
    """8 hex over the names and contents of the Python files of a room."""
    digest = hashlib.sha256()
    for path in sorted(room.glob("*.py")):
        digest.update(f"{path.name}\x1f".encode() + path.read_bytes() + b"\x1e")
    return digest.hexdigest()[:8]
