"""One writer at a time: a lock on a file, which the operating system lets go of when its holder dies, however it dies.

The file's text names the holder while it lives and is emptied when it lets go; a text left behind tells of a run that
was killed.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO


@dataclass(frozen=True, slots=True)
class Holder:
    """The process and the run that hold the lock."""

    pid: int
    run_id: str


@contextmanager
def hold(path: Path, run_id: str, on_wait: Callable[[Holder | None], None]) -> Iterator[Holder | None]:
    """Hold the lock; `on_wait` is called once where another has it.  Gives the run that died holding it, if any."""
    with path.open("a+") as file:
        if not _try(file):
            on_wait(_read(file))
            fcntl.flock(file, fcntl.LOCK_EX)
        died = _read(file)
        _write(file, json.dumps(asdict(Holder(os.getpid(), run_id))))
        try:
            yield died
        finally:
            _write(file, "")


def holder(path: Path) -> Holder | None:
    """Who holds the lock now; None where nobody does."""
    return _look(path)[0]


def died(path: Path) -> Holder | None:
    """The run that died while it held the lock and that no later run has cleared away yet."""
    return _look(path)[1]


@contextmanager
def cleared(path: Path) -> Iterator[Holder | None]:
    """Give the run that died holding the lock, and forget it afterwards; None where none did or the lock is held."""
    if not path.exists():
        yield None
        return
    with path.open("a+") as file:
        dead = _read(file) if _try(file) else None
        yield dead
        if dead is not None:
            _write(file, "")


def _look(path: Path) -> tuple[Holder | None, Holder | None]:
    if not path.exists():
        return None, None
    with path.open("a+") as file:
        named = _read(file)
        return (None, named) if _try(file) else (named, None)


def _try(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(file: IO[str]) -> Holder | None:
    file.seek(0)
    try:
        return Holder(**json.loads(file.read()))
    except (ValueError, TypeError):  # empty, or cut off in the writing
        return None


def _write(file: IO[str], text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text)
    file.flush()
