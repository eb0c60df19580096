"""Asks a SPARQL service over HTTP, patiently and once: what it has answered is kept.

Takes a query; gives the rows of an `application/sparql-results+json` answer.  Waits when it is told to, tries again
when the service fails or its answer is cut off, and gives up at a deadline.  Never keeps an answer that is not whole.
"""

import hashlib
import json
import os
import time
from importlib import metadata
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3

ENDPOINT = "https://query.wikidata.org/sparql"
RESULTS = "application/sparql-results+json"
WORTH_ANOTHER_TRY = frozenset({429, 500, 502, 503, 504})
TRIES = 6
SECONDS_TO_CONNECT, SECONDS_TO_ANSWER = 10.0, 90.0
MAX_BYTES = 300_000_000
CHUNK = 1 << 16

Binding = dict[str, str]  # what a row of the answer says of each variable


class SparqlError(Exception):
    """There is no answer; the message is one line for the user."""


class RefusedError(SparqlError):
    """The service would say the same again."""


def ask(
    query: str, cache: Path, endpoint: str = ENDPOINT, *, deadline: float = 300.0, pause: float = 2.0
) -> list[Binding]:
    """The rows that `endpoint` answers, or answered before (then nothing is asked; delete the folder to ask anew).

    `deadline` is in seconds for all tries together, `pause` is what it waits before the second.  Raises SparqlError.
    """
    question = hashlib.sha256("\x1f".join((endpoint, query)).encode()).hexdigest()
    kept = cache / f"{question[:32]}.json"
    if kept.exists():
        return read(kept.read_bytes())
    answer = _patiently(query, endpoint, time.monotonic() + deadline, pause)
    rows = read(answer)
    cache.mkdir(parents=True, exist_ok=True)
    fresh = kept.with_name(f"{kept.name}.{os.getpid()}.tmp")
    fresh.write_bytes(answer)
    fresh.replace(kept)
    return rows


def read(answer: bytes) -> list[Binding]:
    """The rows of an answer. Raises SparqlError where it is none, or none that is whole."""
    try:
        bindings = json.loads(answer)["results"]["bindings"]
        return [
            {name: cell["value"] for name, cell in row.items() if cell["type"] != "bnode"}  # known to be unknown
            for row in bindings
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SparqlError("the answer is not SPARQL results in JSON, or is cut off") from error


def _patiently(query: str, endpoint: str, end: float, pause: float) -> bytes:
    """The first whole answer."""
    why = "the deadline had passed"
    with _manager(endpoint) as manager:
        for attempt in range(TRIES):
            wait = pause * 2**attempt
            try:
                response = _post(manager, endpoint, query, end)
                if response.status == 200:
                    answer = _body(response, end)
                    read(answer)
                    return answer
                why = f"it answered {response.status}"
                if response.status not in WORTH_ANOTHER_TRY:
                    said = " ".join(_body(response, end).decode(errors="replace").split())
                    raise RefusedError(f"{why}: {said[:200]}")
                if told := _told_to_wait(response):
                    why += f" and asked to wait for {told:.0f} seconds"
                    wait = max(wait, told)
                response.close()
            except RefusedError as error:
                raise RefusedError(f"{endpoint}: {error}") from error
            except (urllib3.exceptions.HTTPError, SparqlError) as error:
                why = " ".join(str(error).split())[:200]
            if attempt + 1 == TRIES or time.monotonic() + wait > end:
                break
            time.sleep(wait)
    raise SparqlError(f"{endpoint} gave no answer: {why}")


def _manager(endpoint: str) -> urllib3.PoolManager:
    parts = urlsplit(endpoint)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SparqlError(f"{endpoint!r} is no web address")
    proxy = None if proxy_bypass(parts.hostname) else getproxies().get(parts.scheme)
    ours, library = metadata.version("entente"), metadata.version("urllib3")
    agent = f"entente/{ours} (codes who did what to whom in news) urllib3/{library}"
    headers = {
        "User-Agent": agent,
        "Accept": RESULTS,
        "Accept-Encoding": "gzip",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return urllib3.ProxyManager(proxy, headers=headers) if proxy else urllib3.PoolManager(headers=headers)


def _post(manager: urllib3.PoolManager, endpoint: str, query: str, end: float) -> urllib3.BaseHTTPResponse:
    left = max(0.1, end - time.monotonic())
    return manager.request(
        "POST",
        endpoint,
        body=urlencode({"query": query, "format": "json"}),
        timeout=urllib3.Timeout(connect=min(SECONDS_TO_CONNECT, left), read=min(SECONDS_TO_ANSWER, left)),
        retries=False,
        redirect=False,
        preload_content=False,
    )


def _body(response: urllib3.BaseHTTPResponse, end: float) -> bytes:
    """The whole body; a service that sends a byte a second meets the deadline too."""
    body = bytearray()
    while chunk := response.read1(CHUNK):  # what is there, where `read` would wait for all of it
        body += chunk
        if len(body) > MAX_BYTES:
            raise RefusedError(f"the answer is larger than {MAX_BYTES} bytes: ask for less")
        if time.monotonic() > end:
            raise SparqlError("the answer took too long")
    return bytes(body)


def _told_to_wait(response: urllib3.BaseHTTPResponse) -> float:
    try:
        return urllib3.Retry().get_retry_after(response) or 0.0
    except urllib3.exceptions.InvalidHeader:
        return 0.0
