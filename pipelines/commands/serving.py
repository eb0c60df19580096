"""One `entente up` for a home: the daemons of two would disturb each other.

The lock is a file's, so that the operating system lets go of it when its holder dies; the text says where is served.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines.settings import Settings

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Serving:
    """The process that serves a home, and its addresses."""

    pid: int
    dagster: str
    dashboard: str


class ServedError(Exception):
    """The home is served already; the message is one line for the user."""


@contextmanager
def hold(home: Settings, dagster_port: int, dashboard_port: int) -> Iterator[None]:
    """Be the one that serves the home. Raises ServedError where another does."""
    with _path(home).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            other = serving(home)
            who = f": {other.dagster} and {other.dashboard}, process {other.pid}" if other else ""
            raise ServedError(f"{home.home} is served already{who}") from error
        file.truncate(0)
        file.write(json.dumps(asdict(Serving(os.getpid(), _address(dagster_port), _address(dashboard_port)))))
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def serving(home: Settings) -> Serving | None:
    """Who serves the home now; None where nobody does."""
    if not is_held(_path(home)):
        return None
    try:
        return Serving(**json.loads(_path(home).read_text()))
    except (ValueError, TypeError):  # it has the lock and has not said yet who it is, or ends
        return None


def is_held(path: Path) -> bool:
    """Whether a living process holds the lock on a file."""
    try:
        with path.open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # no file, so nobody ever held it
        return False
    return False


def _path(home: Settings) -> Path:
    return home.work / "serving"


def _address(port: int) -> str:
    return f"http://{HOST}:{port}"
