"""The way to the network: polite to sites, and safe from what they answer.

Takes an address and how it is to be fetched; gives the bytes that lie there after redirects.  At every hop the address
is checked, robots.txt is asked, and the site's clock is waited for.  Raises FetchError.
"""

import email.utils
import importlib.metadata
import threading
import time
from collections.abc import MutableMapping
from functools import partial
from urllib.parse import urljoin

from w3lib.encoding import http_content_type_encoding

from pipelines.sources import transport
from pipelines.sources.addresses import Address, parse, site
from pipelines.sources.politeness import AFTER_TOO_MANY, LONGEST, SECONDS_BETWEEN, Politeness
from pipelines.sources.robots import Robots, Rules
from pipelines.sources.types import Answer, Asked, FetchError

MAX_REDIRECTS = 10
REDIRECTS = (301, 302, 303, 307, 308)
GONE = (404, 410)
PASSING = (408, 429, 500, 502, 503, 504, 522, 524)  # what another try may mend
MAX_ROBOTS = 2_000_000
SECONDS = 60.0  # for one request, from the connection to the last byte
PATIENCE = 120.0  # for a site's clock, while a thread waits

NAME = "entente"


class PoliteWeb:
    """One way to the network for all threads of a run."""

    def __init__(
        self,
        contact: str = "",
        kept: MutableMapping[str, Rules] | None = None,
        seconds_between: float = SECONDS_BETWEEN,
        seconds: float = SECONDS,
        asked_to_wait: MutableMapping[str, float] | None = None,
    ):
        """`contact`: where the operator of a site can write to.

        Kept from an earlier run: `kept`, the rules of sites; `asked_to_wait`, until when sites have asked to be left
        alone, in seconds since 1970.
        """
        self.politeness = Politeness(seconds_between)
        self._asked_to_wait = {} if asked_to_wait is None else asked_to_wait
        for whose, until in self._asked_to_wait.items():
            self.politeness.leave_alone(whose, until - time.time())
        self._agent = f"{NAME}/{importlib.metadata.version(NAME)}" + (f" (+{contact})" if contact else "")
        self._kept = {} if kept is None else kept
        self._robots = {
            private: Robots(NAME, partial(self._rules, allow_private=private), self._kept) for private in (False, True)
        }
        self.seconds = seconds
        self._wires: set[transport.Wires] = set()
        self._stopping = threading.Event()

    def get(self, url: str, asked: Asked) -> Answer:
        """Fetch; raises FetchError."""
        for _ in range(MAX_REDIRECTS + 1):
            address = parse(url, asked.allow_private)
            whose = site(address.host)
            delay = self._robots[asked.allow_private].check(address)
            if delay is not None:
                self.politeness.asks_for(whose, delay)
            self._await(whose)
            reply = self._ask(address, whose, asked)
            if reply.status not in REDIRECTS:
                return self._answer(address, whose, reply, asked)
            url = _next(address, reply)
        raise FetchError("too_many_redirects", f"more than {MAX_REDIRECTS} redirects")

    def wait(self, url: str) -> float:
        """Seconds until the site of an address may be asked; 0 where it is none."""
        try:
            return self.politeness.wait(site(parse(url, True).host))
        except FetchError:
            return 0.0

    def stop(self) -> None:
        """End all that is awaited."""
        self._stopping.set()
        for wires in list(self._wires):
            wires.cut()

    def _await(self, whose: str) -> None:
        wait = self.politeness.reserve(whose, PATIENCE)
        if wait > PATIENCE:
            raise FetchError("timeout", f"{whose} is to be left alone for now", passes=True, wait=wait)
        if self._stopping.wait(wait):
            raise FetchError("timeout", "stopped", passes=True)

    def _ask(self, address: Address, whose: str, asked: Asked) -> transport.Reply:
        conditions = {"If-None-Match": asked.etag, "If-Modified-Since": asked.modified}
        headers = {
            "User-Agent": self._agent,
            "Accept": "*/*",
            "Accept-Encoding": "gzip, deflate, br",
            "Connection": "close",
            **{name: value for name, value in conditions.items() if value},
        }
        started = time.monotonic()
        try:
            reply = self._request(address, headers, asked.max_bytes, asked.allow_private)
        except FetchError as error:
            if error.wait:
                self.politeness.leave_alone(whose, error.wait)
            raise
        self.politeness.answered(whose, time.monotonic() - started)
        return reply

    def _request(
        self, address: Address, headers: dict[str, str], max_bytes: int, allow_private: bool
    ) -> transport.Reply:
        wires = transport.Wires()
        self._wires.add(wires)
        try:
            return transport.request(address, headers, max_bytes, self.seconds, wires, allow_private)
        finally:
            self._wires.discard(wires)

    def _answer(self, address: Address, whose: str, reply: transport.Reply, asked: Asked) -> Answer:
        status, headers = reply.status, reply.headers
        if status == 304 and (asked.etag or asked.modified):
            return Answer(address.url, b"", True, None, asked.etag, asked.modified)
        if status in transport.OK:
            charset = http_content_type_encoding(headers.get("Content-Type"))
            return Answer(address.url, reply.body, False, charset, headers.get("ETag"), headers.get("Last-Modified"))
        if status in GONE:
            raise FetchError("not_found", f"the server answers {status}")
        wait = retry_after(headers.get("Retry-After"), time.time())
        if status == 429:
            wait = max(wait, AFTER_TOO_MANY)
        if wait:
            self.politeness.leave_alone(whose, wait)
            self._asked_to_wait[whose] = time.time() + wait
        raise FetchError("http_error", f"the server answers {status}", passes=status in PASSING, wait=wait)

    def _rules(self, url: str, allow_private: bool) -> tuple[int, str]:
        """Status and text of a robots.txt, after redirects; the site's clock is not for it."""
        for _ in range(MAX_REDIRECTS + 1):
            address = parse(url, allow_private)
            reply = self._request(address, {"User-Agent": self._agent}, MAX_ROBOTS, allow_private)
            if reply.status not in REDIRECTS:
                return reply.status, reply.body.decode("utf-8-sig", "replace")
            url = _next(address, reply)
        raise FetchError("too_many_redirects", f"more than {MAX_REDIRECTS} redirects")


def retry_after(said: str | None, now: float) -> float:
    """Seconds that a server asks to wait, as a number or as a date; 0 where it does not ask."""
    if not said:
        return 0.0
    if said.strip().isdecimal():
        return min(float(said), LONGEST)
    try:
        return min(max(0.0, email.utils.parsedate_to_datetime(said).timestamp() - now), LONGEST)
    except (ValueError, TypeError):
        return 0.0


def _next(address: Address, reply: transport.Reply) -> str:
    place = reply.headers.get("Location")
    if not place:
        raise FetchError("http_error", f"the server answers {reply.status} and does not say where to")
    try:
        return urljoin(address.url, place)
    except ValueError as error:
        raise FetchError("bad_url", f"redirects to no address: {error}") from error
