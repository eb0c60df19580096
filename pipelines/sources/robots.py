"""What sites ask of robots, by their robots.txt, remembered for a day.

Follows RFC 9309 but for one thing: a 401 or 403 forbids all, since who is kept from the rules is hardly welcome.
Anything else in the four hundreds: there are no rules.  An error of the server, or no answer: nothing may be fetched
for now.
"""

import threading
import time
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass

from protego import Protego

from pipelines.sources.addresses import Address
from pipelines.sources.types import FetchError

SECONDS_TO_KEEP = 86_400.0
SECONDS_OF_DOUBT = 600.0  # how long a failure to read the rules counts


@dataclass(frozen=True, slots=True)
class Rules:
    """The robots.txt of an origin."""

    read_at: float  # seconds since 1970
    text: str | None  # None: nothing may be fetched
    why: str = ""  # where nothing may
    reason: str = "robots"  # of that
    passes: bool = False  # that may soon be otherwise

    def are_fresh(self, now: float) -> bool:
        """Whether they still count."""
        return now - self.read_at < (SECONDS_OF_DOUBT if self.passes else SECONDS_TO_KEEP)


class Robots:
    """The rules of all sites; many threads may ask."""

    def __init__(self, agent: str, read: Callable[[str], tuple[int, str]], kept: MutableMapping[str, Rules]):
        """`read` gives status and text of an address, or raises FetchError; `kept` has rules by origin."""
        self._agent = agent
        self._read = read
        self._kept = kept
        self._parsed: dict[str, Protego] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def check(self, address: Address) -> float | None:
        """The seconds that the site wants between two starts, if it says so.  Raises FetchError where it forbids."""
        with self._lock:
            lock = self._locks.setdefault(address.origin, threading.Lock())
        with lock:  # one asks, the others wait
            rules = self._kept.get(address.origin)
            if rules is None or not rules.are_fresh(time.time()):
                rules = self._kept[address.origin] = self._fetched(address)
                self._parsed.pop(address.origin, None)
            if rules.text is None:
                wait = SECONDS_OF_DOUBT if rules.passes else 0.0
                raise FetchError(rules.reason, rules.why, passes=rules.passes, wait=wait)
            if address.origin not in self._parsed:
                self._parsed[address.origin] = Protego.parse(rules.text)
            parsed = self._parsed[address.origin]
        if not parsed.can_fetch(address.url, self._agent):
            raise FetchError("robots", f"{address.origin}/robots.txt forbids it")
        delay = parsed.crawl_delay(self._agent)
        return None if delay is None else float(delay)

    def _fetched(self, address: Address) -> Rules:
        now, url = time.time(), f"{address.origin}/robots.txt"
        try:
            status, text = self._read(url)
        except FetchError as error:
            if error.reason == "private_address":
                raise  # for who may ask there, it may be otherwise
            if error.reason in ("bad_url", "too_many_redirects"):
                return Rules(now, "")  # it leads nowhere: as if there were none
            return Rules(now, None, f"{url} cannot be read: {error.detail}", error.reason, passes=True)
        if status in (401, 403):
            return Rules(now, None, f"{url} answers {status}")
        if status >= 500 or status == 429:
            return Rules(now, None, f"{url} answers {status}", passes=True)
        return Rules(now, text if status == 200 else "")
