"""Runs a question in SQL that a reader wrote, in a process of its own that can be stopped whatever it does.

Takes the published file and the question; gives an answer of limited length, or says in words why there is none.
A query that holds on to one huge value takes no interruption, and one that breaks DuckDB takes its process along: so
the process that serves pages runs none of them.
"""

import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from published.answer import CUT, OVERDUE, REFUSED, SECONDS, too_long, too_much
from published.guard import Refused
from published.store import Identity, identify

STARTING = 20  # seconds that a loaded machine may take to start the process
AT_ONCE = threading.BoundedSemaphore(2)
ROOT = Path(__file__).resolve().parent.parent
_KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH")  # of the environment: what a process needs to start; getenv() finds no more


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows, and whether there are more of them."""

    table: pa.Table
    is_cut: bool


def ask(identity: Identity, sql: str, seconds: float = SECONDS + STARTING) -> Answer:
    """The answer to a question.  Raises Refused."""
    if not AT_ONCE.acquire(timeout=seconds):
        raise Refused("Other questions are being answered. Try again in a moment.")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "published.answer", str(Path(identity.path).absolute())],
            input=sql.encode(errors="replace"),
            capture_output=True,
            timeout=seconds,
            cwd=ROOT,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(too_long()) from error
    finally:
        AT_ONCE.release()
    if identify(Path(identity.path)) != identity:
        raise Refused("Another build was published meanwhile. Run the question again.")
    if done.returncode == REFUSED:
        raise Refused(done.stdout.decode())
    if done.returncode == OVERDUE:
        raise Refused(too_long())
    if done.returncode:
        raise Refused(too_much())
    table = pa.ipc.open_stream(done.stdout).read_all()
    return Answer(table.replace_schema_metadata(None), CUT in (table.schema.metadata or {}))
