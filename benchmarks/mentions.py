"""How fast and how well the mention stage works.

    python -m benchmarks.mentions [--texts X.jsonl.gz] [--links Y.jsonl.gz --facts DIR]

Takes a corpus of texts (JSON lines with `text`, perhaps `published_at`) and one of short events with links (`date`,
`text`, `links`: start, end, entry named) with tables of facts (see benchmarks.linked).  Prints
1. the scan of a generated dictionary of 100,000 aliases: our index, beside the libraries that happen to be installed
   (pyahocorasick, ahocorasick-rs, flashtext2; none of them is a dependency);
2. what the whole mention stage costs with the dictionary of `seeds/`;
3. how many of the linked entries are found and resolved.
Without a corpus the articles of `seeds/articles` are read again and again, and 3 is left out.  One core; all times are
processor time, the best of several runs.
"""

import argparse
import importlib
import random
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import cycle
from pathlib import Path

from benchmarks.corpus import SEEDS, article, json_lines
from benchmarks.linked import Facts, Judge
from pipelines.coder.batches import spare_collector
from pipelines.coder.index import Index
from pipelines.coder.lexicon import Lexicon, load_lexicon
from pipelines.coder.mentions import MentionResult, find_mentions
from pipelines.coder.tokens import Word, name_words, tokenize

N_ALIASES = 100_000
N_BYTES = 2_000_000  # of text for the scan
N_ARTICLES = 60
SIZE = 4096  # characters of an article


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=Path, help="JSON lines with text, gzipped")
    parser.add_argument("--links", type=Path, help="JSON lines with text and links, gzipped")
    parser.add_argument("--facts", type=Path, help="folder of tables that tell what the links name")
    parser.add_argument("--misses", type=int, default=0, help="name so many of the entries that go wrong most often")
    args = parser.parse_args()
    start = time.process_time()
    lexicon = load_lexicon(SEEDS)
    loaded = time.process_time() - start
    spare_collector()  # as a worker does
    texts = list(read_texts(args.texts))
    spin = timed(lambda: sum(range(10_000_000)), 3)
    print(f"this machine adds ten million numbers in {spin * 1000:.0f} ms")
    scan_rates([text for text, _ in texts], lexicon)
    stage_cost(texts, lexicon, loaded)
    if args.links and args.facts:
        links_found(args.links, args.facts, lexicon, args.misses)


def read_texts(path: Path | None) -> Iterator[tuple[str, date | None]]:
    """Texts with their days, up to what the scan needs."""
    size = 0
    if path is None or not path.exists():
        print("no corpus: the articles of seeds/articles, repeated")
        texts = [file.read_text(encoding="utf8") for file in sorted((SEEDS / "articles").glob("*.txt"))]
        while size < N_BYTES:
            text = "\n\n".join(texts)
            size += len(text)
            yield from ((text[at : at + SIZE + 500], None) for at in range(0, len(text), SIZE))
        return
    for row in json_lines(path):
        if size > N_BYTES:
            return
        size += len(row["text"])
        day = str(row.get("published_at") or row.get("date") or "")[:10]
        yield row["text"], date.fromisoformat(day) if day else None


def timed(run: Callable[[], object], times: int) -> float:
    """Seconds of processor time, the best of `times` runs."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        run()
        best = min(best, time.process_time() - start)
    return best


# ---- 1. the scan ----------------------------------------------------------------------------


def scan_rates(texts: list[str], lexicon: Lexicon) -> None:
    aliases = generated_aliases(lexicon)
    size = sum(len(text.encode()) for text in texts) / 1e6
    print(f"\nscan of {len(aliases):,} aliases over {size:.1f} MB, one core")
    makers: dict[str, Callable[[list[str]], Callable[[str], int]]] = {
        "our index, with tokens": our_scan,
        "our index, tokens given": lambda aliases: our_scan(aliases, [name_words(text) for text in texts]),
        "pyahocorasick": pyahocorasick_scan,
        "ahocorasick-rs": ahocorasick_rs_scan,
        "flashtext2": flashtext2_scan,
    }
    for name, make in makers.items():
        try:
            start = time.process_time()
            scan = make(aliases)
            built = time.process_time() - start
        except ImportError:
            print(f"  {name:24} not installed")
            continue
        found = scan_all(scan, texts)
        seconds = timed(partial(scan_all, scan, texts), 2)
        print(f"  {name:24} {size / seconds:6.1f} MB/s  {found:,} found, built in {built:.1f} s")


def scan_all(scan: Callable[[str], int], texts: list[str]) -> int:
    return sum(map(scan, texts))


def generated_aliases(lexicon: Lexicon) -> list[str]:
    """The names of the dictionary, and made-up people out of their words until there are enough."""
    names = {actor.actor for actor in lexicon.actors.values()}
    people = [actor.actor.split() for actor in lexicon.actors.values() if actor.kind == "person"]
    first = sorted({words[0] for words in people if len(words) > 1})
    last = sorted({words[-1] for words in people if len(words) > 1})
    chance = random.Random(1)
    while len(names) < N_ALIASES:
        names.add(f"{chance.choice(first)} {chance.choice(last)}")
    return sorted(names)


def our_scan(aliases: list[str], given: list[list[Word]] | None = None) -> Callable[[str], int]:
    """`given`: the tokens of the texts, in the order in which they will be asked for, again and again."""
    index: Index[str] = Index()
    for alias in aliases:
        index.add(alias, alias)
    tokens = cycle(given) if given else None

    def scan(text: str) -> int:
        words = next(tokens) if tokens else name_words(text)
        found = free = 0
        for at, word in enumerate(words):
            if at >= free and index.may_start(word.folded):
                length, entries = index.longest(words, at)
                if entries:
                    found, free = found + 1, at + length
        return found

    return scan


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether a match stands between word boundaries, which the automata know nothing of."""
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())


def pyahocorasick_scan(aliases: list[str]) -> Callable[[str], int]:
    automaton = importlib.import_module("ahocorasick").Automaton()
    for alias in aliases:
        automaton.add_word(alias, len(alias))
    automaton.make_automaton()
    return lambda text: sum(is_whole(text, end + 1 - n, end + 1) for end, n in automaton.iter_long(text))


def ahocorasick_rs_scan(aliases: list[str]) -> Callable[[str], int]:
    library = importlib.import_module("ahocorasick_rs")
    automaton = library.AhoCorasick(aliases, matchkind=library.MatchKind.LeftmostLongest)
    return lambda text: sum(is_whole(text, start, end) for _, start, end in automaton.find_matches_as_indexes(text))


def flashtext2_scan(aliases: list[str]) -> Callable[[str], int]:
    processor = importlib.import_module("flashtext2").KeywordProcessor(case_sensitive=True)
    for alias in aliases:
        processor.add_keyword(alias)
    return lambda text: len(processor.extract_keywords(text))


# ---- 2. the whole stage ----------------------------------------------------------------------


def stage_cost(texts: list[tuple[str, date | None]], lexicon: Lexicon, loaded: float) -> None:
    long = [(text[:SIZE], day) for text, day in texts if len(text) >= SIZE][:N_ARTICLES]
    articles = [article(text, day) for text, day in long]
    seconds = [timed(partial(find_mentions, one, lexicon), 3) for one in articles]
    tokens = sum(len(tokenize(text)) for text, _ in long)
    mentions = sum(len(find_mentions(one, lexicon).mentions) for one in articles)
    print(
        f"\nmention stage over {len(articles)} articles of {SIZE} characters,"
        f" {mentions / len(articles):.0f} mentions in each"
    )
    print(f"  median {statistics.median(seconds) * 1000:.2f} ms an article, {tokens / sum(seconds):,.0f} tokens/s")
    print(f"  dictionary of {len(lexicon.actors):,} actors loaded in {loaded:.2f} s")


# ---- 3. linked entries -----------------------------------------------------------------------


def links_found(path: Path, facts: Path, lexicon: Lexicon, misses: int) -> None:
    rows = list(json_lines(path))
    judge = Judge(Facts(facts), rows)
    tally: Counter[str] = Counter()
    missed: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        result = find_mentions(article(row["text"], date.fromisoformat(row["date"])), lexicon)
        for start, end, name in row["links"]:
            entry = judge.entry(name, row["text"][start:end])
            if entry.kind:
                became = outcomes(result, start, end, entry.country, lexicon)
                for kind in {entry.kind, "state" if entry.kind == "state" else "actor"}:
                    tally.update(f"{kind} {outcome}" for outcome, is_so in became.items() if is_so)
                    for outcome in (outcome for outcome, is_so in became.items() if not is_so):
                        missed[f"{kind} {outcome}"][name] += 1
    print("\nlinked entries: what they are and of which country, the facts and the titles tell, not our dictionary")
    aims = {"state": "found and resolved: 0.98", "actor": "found: 0.85"}
    for kind in ("state", "actor", "known actor", "body", "person"):
        n, told = tally[f"{kind} all"], tally[f"{kind} country told"]
        print(f"  {kind}: {n:,} links" + (f" (aim: {aims[kind]})" if kind in aims else ""))
        for outcome in ("found", "found or sighted", "by dictionary"):
            print(f"    {outcome:24} {share(tally[f'{kind} {outcome}'], n)}")
        right, found = tally[f"{kind} right"], tally[f"{kind} told and found"]
        print(f"    {'right country':24} {share(right, told)} of {told:,} where it can be told")
        print(f"    {'  of those found':24} {share(right, found)} of {found:,}")
        for outcome in ("found", "right") if misses else ():
            worst = missed[f"{kind} {outcome}"].most_common(misses)
            print(f"    not {outcome}: " + ", ".join(f"{name} {times}" for name, times in worst))


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "none"


def outcomes(result: MentionResult, start: int, end: int, country: str | None, lexicon: Lexicon) -> dict[str, bool]:
    """What became of the link that stands at start..end."""
    met = {actor.actor_id: actor.country for actor in result.met_actors}
    half = (end - start) / 2
    here = [m for m in result.mentions if min(m.end, end) - max(m.start, start) > half]
    ids = {i for mention in here for i in mention.actor_ids}
    sighted = any(min(s.end, end) - max(s.start, start) > half for s in result.name_sightings)
    became = {
        "all": True,
        "found": bool(here),
        "found or sighted": bool(here) or sighted,
        "by dictionary": any(i in lexicon.actors for i in ids),
    }
    if country is None:
        return became
    right = country in {met.get(i) or lexicon.country(i) for i in ids}
    return became | {"country told": True, "told and found": bool(here), "right": right}


if __name__ == "__main__":
    main()
