"""How fast the coder is, and what it spends its time on.

    python -m benchmarks.coder --texts X.jsonl.gz [--limit N]

Takes a corpus of texts (JSON lines with `text` and `published_at`).  Prints
1. articles and words a second of the whole coder, beside the syntactic model applied to every sentence, as a pipeline
   of spaCy (by which the aim is judged; where spaCy is installed) and by the coder's own parser: all work on each
   piece of the corpus in turns, so that what else the machine does slows all;
2. the share of the coder's time that each of its stages takes;
3. how many sentences it read on, and how many it skipped for what;
4. how long loading takes, and how much memory stands in use.
One core; all times are processor time.  Splitting texts into sentences is in neither time.
"""

import argparse
import os
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks.corpus import SEEDS, article, json_lines
from pipelines.coder import coder as whole
from pipelines.coder import readings, relations
from pipelines.coder.batches import spare_collector
from pipelines.coder.coder import MODEL, Coder
from pipelines.coder.syntax import load
from pipelines.coder.types import Article, Coded, Mention

PIECE = 40  # articles that are coded together
AIM, MEMORY = 2.5, 700  # times as fast; megabytes
CODER, SPACY, PARSER = "the coder", "the spaCy pipeline, every sentence", "the parser alone, every sentence"
THREADS = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=Path, required=True, help="JSON lines with text and published_at, gzipped")
    parser.add_argument("--limit", type=int, help="no more than so many articles")
    args = parser.parse_args()
    if not THREADS.items() <= os.environ.items():  # numpy asks once, when it is imported
        os.execve(sys.executable, [sys.executable, "-m", "benchmarks.coder", *sys.argv[1:]], {**os.environ, **THREADS})
    before = memory()
    coder, loading = timed(lambda: Coder.load(SEEDS))
    spare_collector()  # as a worker does
    after = memory()
    plain, of_model = timed(lambda: load(MODEL))  # the same parser, not watched
    watch, race, sentences = Stopwatch(), Race({PARSER: plain.parse, **spacy_pipeline()}), Counter[str]()
    with watch.over(coder):
        for articles in pieces(islice(json_lines(args.texts), args.limit)):
            for coded in race.run(articles, coder):
                sentences.update(fates(coded, coder))
    race.tell()
    watch.tell()
    tell_sentences(sentences, watch.calls["clauses by tree"], watch.calls["answers"])
    print(f"\nloading: {loading:.2f} s, of which the syntactic model {of_model:.2f} s")
    most = f"{memory('VmHWM')} MB at most, opponents included (aim: under {MEMORY})"
    print(f"memory: {before} MB before loading, {after} MB after, {most}")


def pieces(rows: Iterator[dict[str, Any]]) -> Iterator[list[Article]]:
    while piece := [article(row["text"], date.fromisoformat(row["published_at"][:10])) for row in islice(rows, PIECE)]:
        yield piece


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    """What `run` gives, and its seconds of processor time."""
    start = time.process_time()
    found = run()
    return found, time.process_time() - start


def memory(line: str = "VmRSS") -> int:
    """Megabytes of this process: in use now, or (`VmHWM`) at most so far."""
    status = dict(row.split(":", 1) for row in Path("/proc/self/status").read_text().splitlines())
    return round(int(status[line].split()[0]) / 1000)


# ---- 1. the coder beside its syntactic model ----------------------------------------------------


def spacy_pipeline() -> dict[str, Callable[[Sequence[str]], object]]:
    """How spaCy runs the folder of the model over sentences, all in one batch; nothing where there is no spaCy."""
    try:
        import spacy

        import pipelines.coder.spacy_parser  # noqa: F401 (registers the component)
    except ImportError:
        return {}
    pipeline = spacy.load(MODEL)
    return {SPACY: lambda texts: list(pipeline.pipe(texts, batch_size=len(texts)))}


@dataclass
class Race:
    """Articles, words, and seconds of processor time of the coder and of its opponents, piece by piece."""

    opponents: dict[str, Callable[[Sequence[str]], object]]
    articles: int = 0
    words: int = 0
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def run(self, articles: list[Article], coder: Coder) -> list[Coded]:
        """Code these articles and let the opponents parse every sentence of theirs; who begins takes turns."""
        texts = [sentence.text for one in articles for sentence in one.sentences]
        coded: list[Coded] = []
        runs: list[tuple[str, Callable[[], object]]] = [(CODER, lambda: coded.extend(coder.code_all(articles)))]
        runs += [(name, partial(parse, texts)) for name, parse in self.opponents.items()]
        first = len(self.seconds[CODER]) % len(runs)
        for name, work in runs[first:] + runs[:first]:
            self.seconds[name].append(timed(work)[1])
        self.articles += len(articles)
        self.words += sum(len(text.split()) for text in texts)
        return coded

    def tell(self) -> None:
        """Print the speeds."""
        print(f"{self.articles:,} articles with {self.words:,} words, one core")
        for name in (CODER, SPACY, PARSER):
            total = sum(self.seconds.get(name, ()))
            speed = f"{self.articles / total:7.1f} articles/s {self.words / total:9,.0f} words/s" if total else ""
            print(f"  {name:36} {speed or 'spaCy is not installed'}")
        for name, aim in ((SPACY, f" (aim: {AIM})"), (PARSER, "")):
            if name in self.seconds:
                coder, other = self.seconds[CODER], self.seconds[name]
                ratios = [theirs / ours for ours, theirs in zip(coder, other, strict=True)]
                print(
                    f"  the coder is {sum(other) / sum(coder):.2f} times as fast as {name.partition(',')[0]}{aim};"
                    f" by piece {min(ratios):.2f} to {max(ratios):.2f}, median {statistics.median(ratios):.2f}"
                )


# ---- 2. stages -----------------------------------------------------------------------------------


class Stopwatch:
    """Time by stage; a stage that another one calls is taken out of it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.calls: Counter[str] = Counter()
        self._running: list[str] = []
        self._since = 0.0

    @contextmanager
    def over(self, coder: Coder) -> Iterator[None]:
        """While this lasts, the stages of `coder` are timed."""
        parts: list[tuple[object, str, Callable[..., str]]] = [
            (whole, "find_mentions", lambda *_: "mentions"),
            (whole, "read_on", lambda *_: "choosing what to read on"),
            (whole, "stretch", lambda *_: "choosing what to parse"),
            (whole, "find_relations", lambda *_: "pairs, dates, status"),
            (coder.parser, "parse", lambda *_: "syntax"),
            (relations, "by_order", lambda *_: "answers"),
            (readings, "read", lambda *_: "clauses by order"),
            (readings, "reread", lambda *_: "clauses by tree"),
            (readings, "find_events", lambda clauses, _: f"events by {'tree' if clauses.tree else 'order'}"),
            (relations, "brokers", lambda *_: "brokers and reactions"),
            (relations, "reactions", lambda *_: "brokers and reactions"),
        ]
        with ExitStack() as stack:
            for owner, name, stage in parts:
                stack.enter_context(mock.patch.object(owner, name, self._timed(getattr(owner, name), stage)))
            yield

    def _timed(self, function: Callable[..., Any], stage: Callable[..., str]) -> Callable[..., Any]:
        def run(*args: Any) -> Any:
            self._turn()
            self._running.append(stage(*args))
            self.calls[self._running[-1]] += 1
            found = function(*args)
            found = list(found) if isinstance(found, Iterator) else found  # else its work is done outside
            self._turn()
            self._running.pop()
            return found

        return run

    def _turn(self) -> None:
        now = time.process_time()
        if self._running:
            self.seconds[self._running[-1]] += now - self._since
        self._since = now

    def tell(self) -> None:
        """Print the shares."""
        total = sum(self.seconds.values())
        print("\nshare of the coder's time")
        for stage, seconds in sorted(self.seconds.items(), key=lambda found: -found[1]):
            print(f"  {stage:34} {seconds / total:6.1%} {self.calls[stage]:10,} calls")


# ---- 3. sentences --------------------------------------------------------------------------------


def fates(coded: Coded, coder: Coder) -> Iterator[str]:
    """What became of each sentence."""
    named: dict[int, list[Mention]] = defaultdict(list)
    for mention in coded.mentions:
        named[mention.sentence_no].append(mention)
    for sentence in coded.article.sentences:
        why = readings.why_skipped(sentence, named[sentence.no], coder.patterns)
        yield f"skipped: {why}" if why else "read on"


def tell_sentences(fates: Counter[str], parsed: int, answers: int) -> None:
    n = sum(fates.values())
    print(f"\n{n:,} sentences")
    for fate, count in fates.most_common():
        print(f"  {fate:42} {count:8,} {count / n:6.1%}")
    print(f"  {'of those read on, parsed':42} {parsed:8,} {parsed / n:6.1%}")
    print(f"  {'skipped, yet read by order for an answer':42} {answers:8,} {answers / n:6.1%}")


if __name__ == "__main__":
    main()
