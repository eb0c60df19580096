"""Which addresses may be fetched: http and https on their own ports, and never a machine in a private network.

Takes an address as anybody may have written it; gives its parts, the numbers to connect to, and the form by which it is
known.  Whatever a name leads to is looked at as a number, since names and odd spellings of numbers hide where they
lead.  Raises FetchError.
"""

import ipaddress
import re
import socket
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

from tld import get_fld
from w3lib.url import canonicalize_url, safe_url_string, url_query_cleaner

from pipelines.sources.politeness import AFTER_NO_ANSWER
from pipelines.sources.types import FetchError
from pipelines.tables import read_table

MAX_LENGTH = 2_048
TRACKING = Path(__file__).resolve().parents[2] / "seeds" / "tracking_parameters.csv"
PORTS = {"http": 80, "https": 443}
Number = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Address(NamedTuple):
    """A web address that may be fetched as far as its text says."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt speaks for."""
        return f"{self.scheme}://{self.host}:{self.port}"


def parse(url: str, allow_private: bool = False) -> Address:
    """Take an address apart; any port where private addresses are allowed."""
    if len(url) > MAX_LENGTH:
        raise FetchError("bad_url", f"more than {MAX_LENGTH:,} characters")
    try:
        safe = safe_url_string(url.encode("utf-8", "replace").decode().strip())
        parts = urlsplit(safe)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise FetchError("bad_url", f"no address: {error}") from error
    if parts.scheme not in PORTS:
        raise FetchError("bad_url", f"only http and https are fetched, not {parts.scheme or 'an address without'}:")
    if not host:
        raise FetchError("bad_url", "an address without a host")
    if parts.username or parts.password:
        raise FetchError("bad_url", "an address with a name and a password in it")
    port = port or PORTS[parts.scheme]
    if port not in PORTS.values() and not allow_private:
        raise FetchError("bad_url", f"port {port}; others than 80 and 443 are asked only where allow_private = true")
    return Address(urlunsplit(parts._replace(fragment="")), parts.scheme, host, port)


def resolve(address: Address, allow_private: bool = False) -> list[str]:
    """The numbers to connect to; none of them in a private network, unless that is allowed."""
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        why = f"no address is known for {address.host}: {error}"
        raise FetchError("network", why, passes=True, wait=AFTER_NO_ANSWER) from error
    numbers = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for number in numbers:
        if not allow_private and not is_public(ipaddress.ip_address(number.partition("%")[0])):
            who = address.host if address.host == number else f"{address.host} ({number})"
            raise FetchError("private_address", f"{who} is asked only where allow_private = true")
    return numbers


def is_public(number: Number) -> bool:
    """Whether a number is in the open internet, also the one that it carries inside."""
    if isinstance(number, ipaddress.IPv6Address):
        carried = number.ipv4_mapped or number.sixtofour or (number.teredo and number.teredo[1])
        if number in _NAT64:
            carried = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        if carried:
            return is_public(carried)
    return number.is_global and not number.is_multicast


@lru_cache(maxsize=10_000)
def site(host: str) -> str:
    """What one operator answers for: the registered domain, else the host."""
    return str(get_fld(f"http://{host}", fail_silently=True) or host)


def known_as(url: str) -> str:
    """The form by which an address is known: in order, without fragment and without what tracks its readers."""
    parts = urlsplit(safe_url_string(url.encode("utf-8", "replace").decode().strip()))
    names = {piece.partition("=")[0] for piece in re.split("[&;]", parts.query)}
    tracking = [name for name in names if _tracks(name.lower())]
    bare = url_query_cleaner(parts.geturl(), tracking, remove=True) if tracking else parts.geturl()
    return canonicalize_url(bare)


def _tracks(name: str) -> bool:
    exact, prefixes = _tracking()
    return name in exact or name.startswith(prefixes)


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    """The parameters that say where a reader came from, not what is read: whole names, and how others begin."""
    rows = [row.cells for row in read_table(TRACKING, ("match", "parameter"), ("match", "parameter"))]
    exact = frozenset(row["parameter"] for row in rows if row["match"] == "exact")
    return exact, tuple(row["parameter"] for row in rows if row["match"] == "prefix")
