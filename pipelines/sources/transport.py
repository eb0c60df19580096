"""One request to one address: nothing is followed, nothing is tried again.

The connection goes to a number that was checked, or through the proxy that the environment names.  The whole exchange
has a deadline, kept from outside by cutting the wire, since a server that sends a byte a second never lets a read time
out.  What is unpacked is bounded in size, and in proportion to what came over the wire.
"""

import contextlib
import socket
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    DecodeError,
    HTTPError,
    InvalidChunkLength,
    ProxyError,
    ReadTimeoutError,
)
from urllib3.util.connection import create_connection

from pipelines.sources.addresses import Address, resolve
from pipelines.sources.politeness import AFTER_NO_ANSWER
from pipelines.sources.types import FetchError

MAX_RATIO = 100  # bytes out of one byte in
SMALL = 1_000_000  # what may be unpacked in any proportion
CHUNK = 65_536
OK = (200, 203)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; only a status of OK has a body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Wires:
    """The connections of one request, so that they can be cut."""

    def __init__(self) -> None:
        self._ends: list[socket.socket] = []
        self._lock = threading.Lock()
        self.are_cut = False

    def keep(self, wire: socket.socket) -> None:
        """Keep a second end of a connection: the first is handed on, wrapped and closed by others."""
        with self._lock:
            self._ends.append(wire.dup())
        if self.are_cut:
            self.cut()

    def cut(self) -> None:
        """End all that is sent and awaited."""
        with self._lock:
            self.are_cut = True
            for end in self._ends:
                with contextlib.suppress(OSError):  # it is closed already
                    end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of them."""
        with self._lock:
            for end in self._ends:
                end.close()
            self._ends.clear()


def request(
    address: Address, headers: Mapping[str, str], max_bytes: int, seconds: float, wires: Wires, allow_private: bool
) -> Reply:
    """Ask for an address.  Raises FetchError."""
    proxy = proxy_for(address)
    try:
        numbers = resolve(address, allow_private)
    except FetchError as error:
        if proxy is None or error.reason != "network":
            raise
        numbers = []  # only the proxy knows the name
    deadline = threading.Timer(seconds, wires.cut)
    deadline.daemon = True
    deadline.start()
    timeout = urllib3.Timeout(connect=min(seconds, 30.0), read=min(seconds, 30.0))
    manager = _manager(proxy, numbers, wires)
    try:
        with _told(address, wires, seconds):
            response = manager.request(
                "GET", address.url, headers=headers, timeout=timeout, redirect=False, retries=False,
                preload_content=False,
            )  # fmt: skip
            try:
                body = _body(response, max_bytes, wires) if response.status in OK else b""
                return Reply(response.status, response.headers, body)
            finally:
                response.close()
    finally:
        deadline.cancel()
        manager.clear()
        wires.close()


def proxy_for(address: Address) -> str | None:
    """The proxy that the environment (http_proxy, https_proxy, no_proxy) names for an address."""
    if urllib.request.proxy_bypass_environment(address.host):  # type: ignore[attr-defined]
        return None
    return urllib.request.getproxies_environment().get(address.scheme)


def _manager(proxy: str | None, numbers: list[str], wires: Wires) -> urllib3.PoolManager:
    """What makes connections to these numbers, or to the proxy, and keeps their wires."""

    def connect(connection: HTTPConnection) -> socket.socket:
        hosts = [connection.host] if proxy else numbers
        errors: list[OSError] = []
        for host in hosts:
            try:
                wire = create_connection((host, connection.port), connection.timeout)
                wires.keep(wire)
                return wire
            except OSError as error:
                errors.append(error)
        whom = "the proxy" if proxy else str(connection.host)
        raise FetchError("network", f"no connection to {whom}: {errors[-1]}", passes=True, wait=AFTER_NO_ANSWER)

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    manager = urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()
    manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return manager


def _body(response: Any, max_bytes: int, wires: Wires) -> bytes:
    told = response.headers.get("Content-Length", "")
    if told.isdecimal() and int(told) > max_bytes:
        raise FetchError("too_large", f"the server announces {int(told):,} bytes; at most {max_bytes:,} are read")
    pieces, held = [], 0
    while piece := response.read(CHUNK, decode_content=True):
        pieces.append(piece)
        held += len(piece)
        if held > max_bytes:
            raise FetchError("too_large", f"more than {max_bytes:,} bytes")
        if held > SMALL and held > MAX_RATIO * response.tell():
            raise FetchError("expands_too_far", f"more than {MAX_RATIO} bytes out of each byte")
    if wires.are_cut:  # a body without a length ends where the wire was cut
        raise TimeoutError
    return b"".join(pieces)


@contextlib.contextmanager
def _told(address: Address, wires: Wires, seconds: float) -> Iterator[None]:
    """Say of what goes wrong whether time ran out, the server is at fault, or there is none."""
    try:
        yield
    except (HTTPError, OSError, ValueError) as error:
        if wires.are_cut:
            raise FetchError("timeout", f"no whole answer within {seconds:.0f} seconds", passes=True) from error
        if isinstance(error, ReadTimeoutError | TimeoutError):
            raise FetchError("timeout", f"{address.host} does not answer", passes=True) from error
        if isinstance(error, DecodeError):
            raise FetchError("network", "the answer is packed in a way that cannot be undone") from error
        what = "the proxy" if isinstance(error, ProxyError) else address.host
        said = "a broken answer" if isinstance(error, InvalidChunkLength) else f"{type(error).__name__}: {error}"
        raise FetchError("network", f"{what}: {said}", passes=True) from error
