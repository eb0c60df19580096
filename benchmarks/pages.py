"""Main text of web pages: how right and how fast, beside the bare libraries.

    python -m benchmarks.pages [--pages 400]

Pages are made up (benchmarks/news_pages.py).  F1 is that of word 4-grams, over pages; titles, standfirsts, captions and
subheadings are counted for nobody.  Times are processor times of one process, each page given to all contestants in
turn.  `page` is what stands in trafilatura's place: the main text, with metadata and all that keeps a page from
choking a parser; `article` also takes the text apart (title, byline, captions, residue); `clean` adds decoding, dates,
language, sentences and the bands for near-duplicates.
"""

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

import trafilatura
from readability import Document as Readable
from resiliparse.extract.html2text import extract_plain_text
from rich.console import Console
from selectolax.lexbor import LexborHTMLParser

from benchmarks.news_pages import Page, page
from pipelines import progress
from pipelines.articles.clean import clean
from pipelines.articles.types import CleanedArticle
from pipelines.articles.web import read_page, take_page_apart
from pipelines.sources.types import Document

GRAM = 4


def bare_trafilatura(html: str) -> Iterable[str]:
    return (trafilatura.extract(html, include_comments=False) or "").split("\n")


def bare_resiliparse(html: str) -> Iterable[str]:
    return extract_plain_text(html, main_content=True, comments=False, alt_texts=False).split("\n")


def bare_readability(html: str) -> Iterable[str]:
    return LexborHTMLParser(Readable(html).summary()).text(separator="\n").split("\n")


def own_page(html: str) -> Iterable[str]:
    return read_page(html).text.split("\n")


def own_article(html: str) -> Iterable[str]:
    return take_page_apart(html).draft.body


def own_clean(html: str) -> Iterable[str]:
    cleaned = clean(Document("benchmark", html.encode(), "0" * 64))
    if not isinstance(cleaned, CleanedArticle):
        return []
    return [s.text for s in cleaned.sentences if s.part == "body"]


CONTESTANTS: dict[str, Callable[[str], Iterable[str]]] = {
    "trafilatura": bare_trafilatura,
    "page": own_page,
    "article": own_article,
    "clean": own_clean,
    "resiliparse": bare_resiliparse,
    "readability": bare_readability,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=400, help="how many pages are made")
    args = parser.parse_args()
    seconds: dict[str, float] = defaultdict(float)
    scores: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    dated = size = 0
    for warm_up in CONTESTANTS.values():
        warm_up(page(0).html)
    with progress.shown(Console()), progress.track("pages", args.pages) as advance:
        for seed in range(args.pages):
            made = page(seed)
            size += len(made.html)
            for name, contestant in CONTESTANTS.items():
                start = time.process_time()
                lines = contestant(made.html)
                seconds[name] += time.process_time() - start
                scores[name].append(score(made, lines))
            cleaned = clean(Document("benchmark", made.html.encode(), "0" * 64))
            dated += isinstance(cleaned, CleanedArticle) and f"{cleaned.published_at:%Y-%m-%d}" == made.day
            advance(1)
    print(f"{args.pages} pages of {size / args.pages / 1000:.0f} kB on average")
    for name in CONTESTANTS:
        f1, precision, recall = (sum(part) / args.pages for part in zip(*scores[name], strict=True))
        speed = seconds["trafilatura"] / seconds[name]
        print(
            f"{name:12} F1 {f1:.4f}  precision {precision:.4f}  recall {recall:.4f}  "
            f"{args.pages / seconds[name]:7.1f} pages/s  {speed:5.2f} x trafilatura's speed"
        )
    print(f"day of publication right: {dated} of {args.pages}")


def score(made: Page, lines: Iterable[str]) -> tuple[float, float, float]:
    """F1, precision and recall of the word 4-grams of one page."""
    beside = {" ".join(text.split()) for text in made.beside}
    kept = [line for line in (" ".join(line.split()) for line in lines) if line not in beside]
    found, wanted = grams(" ".join(kept)), grams(" ".join(made.body))
    common = (found & wanted).total()
    precision, recall = common / max(1, found.total()), common / max(1, wanted.total())
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def grams(text: str) -> Counter[tuple[str, ...]]:
    words = text.split()
    return Counter(tuple(words[i : i + GRAM]) for i in range(max(0, len(words) - GRAM + 1)))


if __name__ == "__main__":
    main()
