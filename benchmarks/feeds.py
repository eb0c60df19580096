"""Feeds: how fast items are read, their pages fetched and kept, and what it costs to ask again.

    python -m benchmarks.feeds [--items 10000]

Feeds and pages are made up and served on loopback by a process of their own, each feed by a site of its own.  Reading
is measured in processor time, beside bare feedparser on the same bytes; the rest by the clock and in processor time of
this process, with no time left between the pages of a site: that is what the program costs, not what politeness does.
"""

import argparse
import io
import multiprocessing
import tempfile
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.synchronize import Event
from pathlib import Path

import feedparser
from rich.console import Console

from pipelines import progress, settings
from pipelines.assets.polling import take_in_sources
from pipelines.sources import listing
from pipelines.sources.feed import parse_feed
from pipelines.sources.types import Answer
from pipelines.warehouse import database

ITEMS_OF_A_FEED = 2_000
PORT = 8_799
SENTENCES = "The minister of {n} met the envoy of {m} on Tuesday. They signed an agreement on fishing in the bay. "


def feed_of(host: str, items: int) -> bytes:
    entries = "".join(
        f"<item><title>Talks number {n} &amp; more</title><link>http://{host}:{PORT}/{n}</link><guid>{host}-{n}</guid>"
        f"<pubDate>Wed, 19 Jul 2023 {n % 24:02}:00:00 GMT</pubDate><description>{SENTENCES.format(n=n, m=host)}"
        "</description></item>"
        for n in range(items)
    )
    return f'<rss version="2.0"><channel><title>{host}</title>{entries}</channel></rss>'.encode()


def page_of(path: str) -> bytes:
    paragraphs = "".join(f"<p>{SENTENCES.format(n=path, m=n)}</p>" for n in range(20))
    return f"<html><head><title>{path}</title></head><body><article>{paragraphs}</article></body></html>".encode()


class Handler(BaseHTTPRequestHandler):
    """A site: a feed, the pages that it names, and no robots.txt."""

    items = 0

    def do_GET(self) -> None:
        """Answer."""
        if self.path == "/robots.txt":
            self.send_error(404)
            return
        host = self.headers["Host"].partition(":")[0]
        body = feed_of(host, self.items) if self.path == "/feed" else page_of(self.path)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def serve(hosts: list[str], items: int, ready: Event) -> None:
    Handler.items = items
    servers = [ThreadingHTTPServer((host, PORT), Handler) for host in hosts]
    threads = [threading.Thread(target=server.serve_forever) for server in servers]
    for thread in threads:
        thread.start()
    ready.set()


def timed(work: Callable[[], object]) -> tuple[float, float, object]:
    """Seconds by the clock, processor seconds, and what came of it."""
    clock, processor = time.monotonic(), time.process_time()
    result = work()
    return time.monotonic() - clock, time.process_time() - processor, result


def read(hosts: list[str], items: int) -> None:
    ours = bare = 0.0
    for host in hosts:
        content = feed_of(host, items)
        answer = Answer(f"http://{host}/feed", content)
        bare += timed(lambda content=content: feedparser.parse(io.BytesIO(content)))[1]
        ours += timed(lambda answer=answer: parse_feed(answer, items))[1]
    n = items * len(hosts)
    print(
        f"reading        {n / ours:8,.0f} items a processor second, {bare / ours:.2f} times as fast as bare feedparser"
    )


def take_in(hosts: list[str], items: int) -> None:
    n = items * len(hosts)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "entente.toml").write_text("site_seconds = 0.0\nfetch_minutes = 60\n")
        home = settings.load(Path(folder))
        for place in (home.work, home.raw):
            place.mkdir()
        for host in hosts:
            said = {"kind": "feed", "location": f"http://{host}:{PORT}/feed", "allow_private": True}
            listing.add(home.sources, host.replace(".", "-"), said)
        sources = listing.read(home.sources)

        def run() -> int:
            with database.connect(home.work_db) as con:
                new = take_in_sources(con, home, sources, None).new
                con.execute("update state.polls set next_at = now() - interval 1 minute")
                return new

        clock, processor, new = timed(run)
        print(
            f"taking in      {n / clock:8,.0f} items a second, {n / processor:,.0f} a processor second ({new:,} pages)"
        )
        clock, processor, new = timed(run)
        print(
            f"asking again   {n / clock:8,.0f} items a second, {n / processor:,.0f} a processor second ({new:,} pages)"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=10_000, help="items of all feeds together")
    args = parser.parse_args()
    hosts = [f"127.0.0.{n + 2}" for n in range(max(1, args.items // ITEMS_OF_A_FEED))]
    items = min(args.items, ITEMS_OF_A_FEED)
    context = multiprocessing.get_context("forkserver")
    ready = context.Event()
    server = context.Process(target=serve, args=(hosts, items, ready), daemon=True)
    server.start()
    try:
        ready.wait()
        with progress.shown(Console(stderr=True)):
            read(hosts, items)
            take_in(hosts, items)
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
