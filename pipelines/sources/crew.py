"""Threads that work off jobs, and give what they find to the one who asked.

The threads end with the process, so that a server that does not answer holds up nobody who wants to stop.
"""

import queue
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")
Give = Callable[[T], None]
SECONDS_BETWEEN_LOOKS = 0.5


class ClosedError(Exception):
    """Nobody wants any more."""


class Crew(Generic[T]):
    """So many threads.  A job is called with a function that takes what it finds, and must raise nothing."""

    def __init__(self, size: int):
        self._jobs: queue.SimpleQueue[Callable[[Give[T]], None] | None] = queue.SimpleQueue()
        self._given: queue.Queue[T] = queue.Queue(maxsize=2 * size)  # who gives faster than is taken waits
        self._closed = threading.Event()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(size)]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> "Crew[T]":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._closed.set()
        for _thread in self._threads:
            self._jobs.put(None)

    def submit(self, job: Callable[[Give[T]], None]) -> None:
        """Let a thread do it."""
        self._jobs.put(job)

    def take(self, seconds: float) -> T | None:
        """What is given next; None where that is nothing within so many seconds."""
        try:
            return self._given.get(timeout=max(seconds, 0.001))
        except queue.Empty:
            return None

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None and not self._closed.is_set():
            try:
                job(self._give)
            except ClosedError:
                return

    def _give(self, found: T) -> None:
        while not self._closed.is_set():
            try:
                return self._given.put(found, timeout=SECONDS_BETWEEN_LOOKS)
            except queue.Full:
                continue
        raise ClosedError
