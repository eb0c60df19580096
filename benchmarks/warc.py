"""How fast web archives are read: records a second, ours beside bare fastwarc, alone and with the same parser behind.

Writes an archive of made pages into a temporary folder (`--pages`), or reads one of yours (`--archive`).  Times are of
the processor, of two readings side by side, and the best of several rounds.  `parsed` is what counts, with the cleaner
behind it; `read` is the reader alone, `host` the reader that looks for a host which is not there, `language` the reader
that tells the language of each page.  Also prints how much memory reading took.

    python -m benchmarks.warc --pages 2000
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from itertools import islice
from pathlib import Path

import trafilatura
from fastwarc import ArchiveIterator, WarcRecordType
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.sources import warc
from pipelines.sources.types import Document

TEXT = (
    "the minister said that talks with neighbouring states about border trade would go on next week in the capital "
    "after both sides had accused each other of breaking an accord signed last year under the eyes of observers"
)
MENU = 300  # links of each page
ROUNDS = 3


def page(rnd: random.Random) -> bytes:
    menu = "".join(
        f'<li class="m{rnd.random():.6f}"><a href="/s/{rnd.random():.9f}">News</a></li>\n' for _ in range(MENU)
    )
    paragraphs = "".join(f"<p>{' '.join(rnd.choices(TEXT.split(), k=60)).capitalize()}.</p>\n" for _ in range(12))
    head = f"<title>Story {rnd.random():.6f}</title>"
    return (
        f"<!doctype html><html><head>{head}</head><body><ul>{menu}</ul><article>{paragraphs}</article></body>".encode()
    )


def make(path: Path, n: int) -> None:
    rnd = random.Random(7)
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz")
        for i in range(n):
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            url = f"https://{i % 9}.news.example/{i}"
            writer.write_record(writer.create_warc_record(url, "response", BytesIO(page(rnd)), http_headers=http))


def bare(path: Path, use: Callable[[bytes], object], most: int | None = None) -> int:
    n = 0
    with path.open("rb") as file:
        for record in islice(ArchiveIterator(file, record_types=WarcRecordType.response), most):
            use(record.reader.read())
            n += 1
    return n


def ours(path: Path, use: Callable[[bytes], object], most: int | None = None, wanted: warc.Wanted = warc.ALL) -> int:
    n = 0
    with path.open("rb") as file:
        for item in islice(warc.read(file, path.name, wanted), most):
            assert isinstance(item, Document), item
            use(item.content)
            n += 1
    return n


def side_by_side(one: Callable[[], int], other: Callable[[], int]) -> tuple[int, float, float]:
    """How many records, and the seconds of each, in rounds that take turns."""
    best = [float("inf"), float("inf")]
    n = 0
    for _ in range(ROUNDS):
        for place, run in enumerate((one, other)):
            start = time.process_time()
            n = max(n, run())
            best[place] = min(best[place], time.process_time() - start)
    return n, best[0], best[1]


def parse(content: bytes) -> object:
    return trafilatura.extract(content, include_comments=False)


def keep(content: bytes) -> object:
    return len(content)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000, help="of the archive that is made")
    parser.add_argument("--parsed", type=int, default=200, help="pages that are also parsed")
    parser.add_argument("--archive", type=Path, help="an archive of your own, in the place of the made one")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.archive or Path(folder) / "made.warc.gz"
        if not given.archive:
            make(path, given.pages)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        nowhere, english = warc.Wanted(hosts=("nowhere.example",)), warc.Wanted(languages=("en",))
        runs = {
            "read": (lambda: bare(path, keep), lambda: ours(path, keep)),
            "host": (lambda: bare(path, keep), lambda: ours(path, keep, wanted=nowhere)),
            "language": (lambda: bare(path, keep), lambda: ours(path, keep, wanted=english)),
            "parsed": (lambda: bare(path, parse, given.parsed), lambda: ours(path, parse, given.parsed)),
        }
        print(f"{path.name}: {path.stat().st_size / 1e6:.0f} MB\n{'':9} records   bare/s   ours/s   ours/bare")
        for name, (one, other) in runs.items():
            n, theirs, own = side_by_side(one, other)
            print(f"{name:9} {n:7,} {n / theirs:8,.0f} {n / own:8,.0f} {theirs / own:11.2f}", flush=True)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"memory: {after / 1024:.0f} MiB at most, {(after - before) / 1024:.0f} MiB more than before reading")


if __name__ == "__main__":
    main()
