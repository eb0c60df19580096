"""When a site may be asked again: a clock for each site.

The figures are those of Media Cloud: at least five seconds between two starts, more where a site is slow to answer or
its robots.txt asks for it, thirty seconds after a 429, and ten minutes where its server does not answer at all.
"""

import threading
import time
from collections import defaultdict
from dataclasses import dataclass

SECONDS_BETWEEN = 5.0
AT_ONCE = 4  # answers of a site that are awaited at the same time, on average
AFTER_TOO_MANY = 30.0  # 429
AFTER_NO_ANSWER = 600.0
LONGEST = 86_400.0
_OLD = 0.7  # weight of the earlier answers in how long a site takes


@dataclass
class _Clock:
    next_start: float = 0.0
    asks_for: float = 0.0  # between two starts, by robots.txt
    takes: float = 0.0  # from the question to the whole answer, lately


class Politeness:
    """The clocks of all sites; many threads may look at them."""

    def __init__(self, seconds_between: float = SECONDS_BETWEEN):
        self._between = seconds_between
        self._clocks: dict[str, _Clock] = defaultdict(_Clock)
        self._lock = threading.Lock()

    def wait(self, site: str) -> float:
        """Seconds until the site may be asked."""
        with self._lock:
            return max(0.0, self._clocks[site].next_start - time.monotonic())

    def reserve(self, site: str, patience: float) -> float:
        """Take the next start of a site, unless it is more than `patience` away; gives the seconds until then."""
        with self._lock:
            clock, now = self._clocks[site], time.monotonic()
            wait = max(0.0, clock.next_start - now)
            if wait <= patience:
                clock.next_start = now + wait + max(self._between, clock.asks_for, clock.takes / AT_ONCE)
            return wait

    def asks_for(self, site: str, seconds: float) -> None:
        """Note the time that robots.txt asks to leave between two starts."""
        with self._lock:
            self._clocks[site].asks_for = min(seconds, LONGEST)

    def answered(self, site: str, seconds: float) -> None:
        """Note how long an answer took."""
        with self._lock:
            clock = self._clocks[site]
            clock.takes = _OLD * clock.takes + (1 - _OLD) * seconds

    def leave_alone(self, site: str, seconds: float) -> None:
        """Ask the site nothing for so long."""
        with self._lock:
            clock = self._clocks[site]
            clock.next_start = max(clock.next_start, time.monotonic() + min(seconds, LONGEST))
