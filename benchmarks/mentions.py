"""How fast and how well the mention stage works.

    python -m benchmarks.mentions [--texts X.jsonl.gz] [--links Y.jsonl.gz]

Takes a corpus of texts (JSON lines with `text`, perhaps `published_at`) and one of short events with links (`date`,
`text`, `links`: start, end, entry named).  Prints
1. the scan of a generated dictionary of 100,000 aliases: our index, beside the libraries that happen to be installed
   (pyahocorasick, ahocorasick-rs, flashtext2; none of them is a dependency);
2. what the whole mention stage costs with the dictionary of `seeds/`;
3. how many of the linked entries are found and resolved.
Without a corpus the articles of `seeds/articles` are read again and again, and 3 is left out.  One core; all times are
processor time, the best of several runs.
"""

import argparse
import gzip
import importlib
import json
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

from pipelines.articles.sentences import split
from pipelines.coder.index import Index
from pipelines.coder.lexicon import Lexicon, load_lexicon
from pipelines.coder.mentions import MentionResult, find_mentions
from pipelines.coder.tokens import Token, name_words, tokenize
from pipelines.coder.types import Article, Sentence

SEEDS = Path(__file__).parents[1] / "seeds"
N_ALIASES = 100_000
N_BYTES = 2_000_000  # of text for the scan
N_ARTICLES = 60
SIZE = 4096  # characters of an article
BODIES = re.compile(
    "Agency|Alliance|Army|Assembly|Authority|Brigades?|Coalition|Commission|Committee|Congress|Council|Court|Department"
    "|Federation|Forces?|Front|Government|Group|Guard|League|Liberation|Militia|Ministry|Movement|Navy|Organization"
    "|Parliament|Party|Police|Senate|Service|Union"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=Path, help="JSON lines with text, gzipped")
    parser.add_argument("--links", type=Path, help="JSON lines with text and links, gzipped")
    args = parser.parse_args()
    start = time.process_time()
    lexicon = load_lexicon(SEEDS)
    loaded = time.process_time() - start
    texts = list(read_texts(args.texts))
    spin = timed(lambda: sum(range(10_000_000)), 3)
    print(f"this machine adds ten million numbers in {spin * 1000:.0f} ms")
    scan_rates([text for text, _ in texts], lexicon)
    stage_cost(texts, lexicon, loaded)
    if args.links:
        links_found(args.links, lexicon)


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


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            yield json.loads(line)


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


def our_scan(aliases: list[str], given: list[list[Token]] | None = None) -> Callable[[str], int]:
    """`given`: the tokens of the texts, in the order in which they will be asked for, again and again."""
    index: Index[str] = Index()
    for alias in aliases:
        index.add(alias, alias)
    tokens = cycle(given) if given else None

    def scan(text: str) -> int:
        words = next(tokens) if tokens else name_words(text)
        found = free = 0
        for at, word in enumerate(words):
            if at >= free and index.may_start(word[3]):
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


def article(text: str, day: date | None) -> Article:
    sentences = (Sentence(no, 0, "body", a, b, text[a:b]) for no, (a, b) in enumerate(split(text)))
    return Article("benchmark", tuple(sentences), day)


# ---- 3. linked entries -----------------------------------------------------------------------


def links_found(path: Path, lexicon: Lexicon) -> None:
    tally: Counter[str] = Counter()
    for row in json_lines(path):
        result = find_mentions(article(row["text"], date.fromisoformat(row["date"])), lexicon)
        for start, end, entry in row["links"]:
            kind, country = expected(entry, row["text"][start:end], lexicon)
            if kind:
                tally.update(f"{kind} {outcome}" for outcome in outcomes(result, start, end, country, lexicon))
    print("\nlinked entries: a state by the dictionary; an actor by the dictionary, or a name with a word of bodies")
    print("(Police, Party ...), or a capitalised name whose first word is a given name of the dictionary")
    for kind in ("state", "actor"):
        n = tally[f"{kind} all"]
        told = tally[f"{kind} country told"]
        print(f"  {kind}: {n:,} links")
        for outcome in ("found", "found or sighted", "by dictionary"):
            print(f"    {outcome:24} {tally[f'{kind} {outcome}'] / n:.3f}")
        print(f"    {'right country':24} {tally[f'{kind} right'] / told:.3f} of {told:,} where it can be told")


def expected(entry: str, surface: str, lexicon: Lexicon) -> tuple[str, str | None]:
    """What an entry is, as far as its title tells (state, actor, or nothing), and its country."""
    title, _, bracket = entry.partition(" (")
    words = name_words(title)
    if not words or not surface[:1].isupper():
        return "", None
    length, aliases = lexicon.names.longest(words, 0)
    ids = {alias.actor_id for alias in aliases if alias.alias_type in ("name", "alias")}
    if length == len(words) and ids and (not bracket or len(ids) == 1):
        countries = {lexicon.country(i) for i in ids if i}
        country = countries.pop() if len(countries) == 1 else None
        if any(i.startswith("cty:") for i in ids):
            return "state", country
        return ("actor", country) if any(i[:4] in ("per:", "org:", "grp:", "gov:", "mil:") for i in ids) else ("", None)
    parts = title.split()
    if BODIES.fullmatch(parts[-1]):
        nations = {
            lexicon.country(alias.actor_id)
            for at in range(len(words))
            for alias in lexicon.names.longest(words, at)[1]
            if alias.actor_id.startswith("cty:")
        }
        return "actor", nations.pop() if len(nations) == 1 else None
    is_person = 1 < len(parts) < 5 and all(part[:1].isupper() for part in parts) and surface.split()[0] in parts
    return ("actor" if is_person and words[0].folded in lexicon.shared_names and not bracket else ""), None


def outcomes(result: MentionResult, start: int, end: int, country: str | None, lexicon: Lexicon) -> Iterator[str]:
    """What became of the link that stands at start..end."""
    yield "all"
    met = {actor.actor_id: actor.country for actor in result.met_actors}
    half = (end - start) / 2
    here = [m for m in result.mentions if min(m.end, end) - max(m.start, start) > half]
    ids = {i for mention in here for i in mention.actor_ids}
    if here:
        yield "found"
    if here or any(min(s.end, end) - max(s.start, start) > half for s in result.name_sightings):
        yield "found or sighted"
    if any(i in lexicon.actors for i in ids):
        yield "by dictionary"
    if country:
        yield "country told"
        if country in {met.get(i) or lexicon.country(i) for i in ids}:
            yield "right"


if __name__ == "__main__":
    main()
