"""How well near-duplicates are found, and what a day's articles cost beside a million.

    python -m benchmarks.duplicates [--articles 1000000] [--day 10000] [--pairs 1000]

Recall and precision: made-up reports and copies of them (boilerplate added, the last 30 % cut, 2 % and 5 % of the words
edited), cleaned and linked as a run does it; beside the copies stand reports that share nothing but their vocabulary,
and pairs that share a fifth of their text, none of which may be linked.  Cost: `--articles` made signatures are linked
at once, then `--day` more; processor time of both, and of the plain join over all bands that finds the candidates anew.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import duckdb
import numpy as np
import pyarrow as pa
from rich.console import Console

from benchmarks.prose import report
from pipelines import progress
from pipelines.articles.clean import article_id
from pipelines.articles.duplicates import BANDS, bands
from pipelines.warehouse import schema
from pipelines.warehouse.duplicates import changed, link_near_duplicates

KINDS = ("boilerplate", "cut", "edited 2 %", "edited 5 %", "shares a fifth")
GOALS = {"boilerplate": 0.99, "cut": 0.98, "edited 2 %": 0.99, "edited 5 %": 0.95}
BOILERPLATE = (
    "This report first appeared on the site of a partner. Readers may write to the desk at any hour of the day. "
    "Our newsletter brings the best of the week to your door every Friday. All rights are reserved by the publisher. "
)
CHUNK = 50_000
NOW = datetime(2023, 8, 1, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=1_000_000, help="signatures that are there already")
    parser.add_argument("--day", type=int, default=10_000, help="articles that a day adds")
    parser.add_argument("--pairs", type=int, default=1_000, help="copies of each kind")
    args = parser.parse_args()
    with progress.shown(Console()):
        quality(args.pairs)
        cost(args.articles, args.day)


def quality(n: int) -> None:
    """Print recall by kind of copy, and precision over all that is linked."""
    con = database()
    wanted: Counter[str] = Counter()
    texts: list[tuple[str, str]] = []
    with progress.track("copies", n) as advance:
        for number in range(n):
            pick = random.Random(number)
            text = report(pick, words=pick.randrange(150, 700))
            texts.append((f"{number} original", text))
            texts += [(f"{number} {kind}", copy(text, kind, pick)) for kind in KINDS]
            advance(1)
    add(con, texts)
    link_near_duplicates(con)
    names = {article_id(name): name for name, _ in texts}
    wrong = 0
    for ids in con.execute("select article_id, other_id from raw.near_duplicates").fetchall():
        (a, a_kind), (b, b_kind) = (names[one].split(" ", 1) for one in ids)
        if a != b or "shares a fifth" in (a_kind, b_kind):
            wrong += 1
        elif "original" in (a_kind, b_kind):
            wanted[b_kind if a_kind == "original" else a_kind] += 1
        else:
            wanted["of two copies"] += 1
    for kind, goal in GOALS.items():
        print(f"{kind:12} recall {wanted[kind] / n:.4f} (goal {goal})")
    right = wanted.total()
    print(f"precision    {right / (right + wrong):.4f} ({wrong} of {right + wrong:,} links are between other articles)")


def copy(text: str, kind: str, pick: random.Random) -> str:
    """A copy as the kind says; what only shares a fifth is no copy."""
    words = text.split()
    match kind:
        case "boilerplate":
            return f"{text} {BOILERPLATE}"
        case "cut":
            return " ".join(words[: int(0.7 * len(words))])
        case "shares a fifth":
            return " ".join(words[: len(words) // 5]) + " " + report(pick, words=int(0.8 * len(words)))
        case _:
            share = 0.02 if "2" in kind else 0.05
            return " ".join(f"x{pick.randrange(10_000)}" if pick.random() < share else word for word in words)


def cost(n: int, day: int) -> None:
    """Print what linking a day's articles costs beside linking all."""
    con = database()
    con.execute("set preserve_insertion_order = false")
    with progress.track("signatures", n) as advance:
        for start in range(0, n, CHUNK):
            add_made(con, start, min(CHUNK, n - start), n)
            advance(min(CHUNK, n - start))
    whole, links = timed(con)
    print(f"{n:,} articles at once: {whole:.1f} s of processor time, {links:,} links")
    add_made(con, n, day, n)
    again, links = timed(con)
    print(f"{day:,} more: {again:.2f} s, {links:,} links")
    print(f"so {day / n:.4f} of the articles cost {again / whole:.4f} of the whole")
    start = time.process_time()
    con.execute(
        """select count(*) from (
            select distinct a.article_id, b.article_id from raw.duplicate_bands as a
            join raw.duplicate_bands as b using (band, band_hash) where a.article_id < b.article_id)"""
    ).fetchall()
    plain = time.process_time() - start
    print(f"plain join over all bands: {plain:.1f} s; the day's articles cost {again / plain:.3f} of it")


def timed(con: duckdb.DuckDBPyConnection) -> tuple[float, int]:
    """Processor time of linking, and the links."""
    start = time.process_time()
    links = link_near_duplicates(con)
    return time.process_time() - start, links


def database() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    schema.create(con)
    return con


def add(con: duckdb.DuckDBPyConnection, texts: list[tuple[str, str]]) -> None:
    """Articles with the bands of their texts, by name."""
    ids = [article_id(name) for name, _ in texts]
    load(con, ids, [text for _, text in texts], np.array([bands(text) for _, text in texts], dtype=np.uint64))


def add_made(con: duckdb.DuckDBPyConnection, first: int, n: int, n_old: int) -> None:
    """Articles of short texts with made signatures: one in ten is a reprint of an older one of the same week."""
    pick = np.random.default_rng(first)
    numbers = np.arange(first, first + n)
    is_reprint = (pick.random(n) < 0.1) & (numbers >= n_old // 50)
    originals = np.where(is_reprint, numbers - pick.integers(1, max(2, n_old // 50), n), numbers)
    signatures = np.empty((n, BANDS), dtype=np.uint64)
    with np.errstate(over="ignore"):
        for band in range(BANDS):
            seeds = (originals.astype(np.uint64) + np.uint64(band) * np.uint64(2**40)) * np.uint64(0x9E3779B97F4A7C15)
            signatures[:, band] = seeds ^ (seeds >> np.uint64(29))
    fresh = pick.integers(0, 2**63, size=(n, BANDS), dtype=np.uint64)
    signatures = np.where(is_reprint[:, None] & (pick.random((n, BANDS)) < 0.5), fresh, signatures)
    load(con, [article_id(str(number)) for number in numbers], list(short_texts(originals)), signatures)


def short_texts(originals: np.ndarray) -> Iterator[str]:
    for number in originals.tolist():
        yield " ".join(f"w{number + 7 * place}" for place in range(40))


def load(con: duckdb.DuckDBPyConnection, ids: list[str], texts: list[str], signatures: np.ndarray) -> None:
    """As the warehouse does it: articles and bands, and the note that they are new."""
    fields = {"article_id": ids, "text": texts, "body_start": [0] * len(ids)}
    rows = pa.table(
        [
            pa.array(fields[f.name], f.type) if f.name in fields else constant(f, len(ids))
            for f in schema.ARTICLE_TABLES["articles"]
        ],
        schema=schema.ARTICLE_TABLES["articles"],
    )
    n = len(ids)
    banded = pa.table(
        {
            "article_id": pa.array(ids).take(pa.array(np.repeat(np.arange(n), BANDS))),
            "band": pa.array(np.tile(np.arange(BANDS, dtype=np.int32), n)),
            "band_hash": pa.array(signatures.reshape(-1)),
        }
    )
    changed(con, ids)
    for table, data in (("articles", rows), ("duplicate_bands", banded)):
        con.register("incoming", data)
        con.execute(f"insert into raw.{table} by name from incoming")
        con.unregister("incoming")


def constant(field: pa.Field, n: int) -> pa.Array:
    """A column that the benchmark does not look at."""
    if field.nullable:
        return pa.nulls(n, field.type)
    value = {pa.string(): "x", pa.int32(): 0, pa.bool_(): False}.get(field.type, NOW)
    return pa.repeat(pa.scalar(value, field.type), n)


if __name__ == "__main__":
    main()
