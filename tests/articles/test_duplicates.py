"""Which articles report the same text."""

import random
from itertools import permutations

import duckdb
import pytest

from pipelines.articles.duplicates import bands, shingles
from pipelines.articles.duplicates import overlap as overlap_of
from pipelines.articles.types import CleanedArticle
from pipelines.warehouse import duplicates, schema
from pipelines.warehouse.duplicates import link_near_duplicates
from tests.articles.writing import FETCHED_AT, article

NOUNS = [
    "minister",
    "envoy",
    "army",
    "valley",
    "accord",
    "border",
    "council",
    "treaty",
    "river",
    "harbour",
    "parliament",
    "convoy",
    "mayor",
    "bridge",
]
VERBS = [
    "visited",
    "blamed",
    "praised",
    "left",
    "crossed",
    "signed",
    "refused",
    "guarded",
    "closed",
    "opened",
    "warned",
    "supported",
]


def report(seed: int, sentences: int = 25) -> str:
    """A made-up report of about 250 words."""
    pick = random.Random(seed)
    return " ".join(
        f"The {pick.choice(NOUNS)} of {pick.choice(NOUNS)} {pick.choice(VERBS)} the {pick.choice(NOUNS)} near "
        f"{pick.choice(NOUNS)} {pick.randrange(1000)}."
        for _ in range(sentences)
    )


def edited(text: str, share: float, seed: int = 1) -> str:
    """A copy with a share of its words changed."""
    pick = random.Random(seed)
    return " ".join("altered" if pick.random() < share else word for word in text.split())


def overlap(a: str, b: str) -> tuple[float, float]:
    return overlap_of(shingles(a), shingles(b))


def test_overlap_is_exact() -> None:
    text = "one two three four five six"
    assert overlap(text, text) == (1.0, 1.0)
    assert overlap(text, "ONE two, three: four five seven.") == (1 / 3, 1 / 2)
    assert overlap(text, "one two three four") == (0.0, 0.0)
    assert overlap("", text) == overlap("", "") == (0.0, 0.0)
    assert overlap("short text", "Short text!") == (1.0, 1.0)


def test_copies_share_a_band_and_other_texts_do_not() -> None:
    texts = [report(seed) for seed in range(60)]
    signatures = [bands(text) for text in texts]
    assert all(len(signature) == 32 and max(signature) < 2**64 for signature in signatures)
    for text, signature in zip(texts, signatures, strict=True):
        copy = bands(edited(text, 0.02))
        assert any(a == b for a, b in zip(signature, copy, strict=True))
    shared = [sum(a == b for a, b in zip(signatures[0], other, strict=True)) for other in signatures[1:]]
    assert shared == [0] * 59


def test_the_share_of_equal_bands_follows_the_overlap() -> None:
    """With Jaccard similarity j a band of 4 agrees with probability j**4."""
    pairs = [(text := report(seed), edited(text, 0.04, seed)) for seed in range(60)]
    expected = sum(overlap(a, b).jaccard ** 4 for a, b in pairs) / len(pairs)
    agreeing = sum(x == y for a, b in pairs for x, y in zip(bands(a), bands(b), strict=True))
    assert agreeing / (32 * len(pairs)) == pytest.approx(expected, abs=0.06)


def test_bands_are_the_same_on_every_machine() -> None:
    assert bands("Kestria and Maldovia signed an accord.")[:2] == [8209899772105700437, 8762299210149889425]
    assert bands("") == []


def test_a_long_text_is_no_other_case() -> None:
    text = report(7, 3000)
    assert bands(text) == bands(text.upper())


# ---- in the working database ----------------------------------------------------------------------------------------


def load(con: duckdb.DuckDBPyConnection, *articles: CleanedArticle) -> None:
    """As the warehouse does it: the rows of these articles are replaced."""
    known = {row[0] for row in con.execute("select article_id from raw.articles").fetchall()}
    ids = {a.article_id for a in articles}
    duplicates.changed(con, sorted(ids - known), sorted(ids & known))
    for a in articles:
        for table in ("articles", "sentences", "duplicate_bands"):
            con.execute(f"delete from raw.{table} where article_id = ?", [a.article_id])
        values = [getattr(a, name, FETCHED_AT) for name, _ in schema.columns(schema.ARTICLES)]
        con.execute(f"insert into raw.articles values ({', '.join('?' * len(values))})", values)
        for s in a.sentences:
            row = (s.sentence_no, s.paragraph_no, s.part, s.start_char, s.end_char, s.text, s.is_complete)
            con.execute("insert into raw.sentences values (?, ?, ?, ?, ?, ?, ?, ?)", [a.article_id, *row])
        for number, value in enumerate(a.bands):
            con.execute("insert into raw.duplicate_bands values (?, ?, ?)", [a.article_id, number, value])


def database(*articles: CleanedArticle) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    schema.create(con)
    load(con, *articles)
    return con


def links(con: duckdb.DuckDBPyConnection) -> set[tuple[str, ...]]:
    """Linked pairs by uri, after linking."""
    n = link_near_duplicates(con)
    rows = con.execute(
        """select a.uri, b.uri from raw.near_duplicates
           join raw.articles a using (article_id) join raw.articles b on b.article_id = other_id"""
    ).fetchall()
    assert len(rows) == n
    return {tuple(sorted(row)) for row in rows}


STORY, OTHER = report(100), report(101)


def test_reprints_are_linked_and_other_stories_are_not() -> None:
    con = database(
        article(STORY, "a"),
        article("Another headline\n\nHarbour News | 19 July 2023\n\n" + edited(STORY, 0.02), "reprint"),
        article(" ".join(STORY.split()[:150]), "cut"),
        article(OTHER, "other"),
    )
    assert links(con) == {("a", "reprint"), ("a", "cut"), ("cut", "reprint")}
    assert con.execute("select min(overlap) > 0.7, max(overlap) from raw.near_duplicates").fetchone() == (True, 1.0)


def test_the_order_of_arrival_does_not_matter() -> None:
    articles = [article(STORY, "a"), article(edited(STORY, 0.03), "b"), article(STORY + " " + OTHER, "c")]
    found = []
    for order in permutations(articles):
        con = database()
        for arriving in order:
            load(con, arriving)
            links(con)
        found.append(con.execute("from raw.near_duplicates order by all").fetchall())
    assert all(rows == found[0] for rows in found)
    assert found[0]


def test_linking_again_changes_nothing_and_compares_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    con = database(article(STORY, "a"), article(edited(STORY, 0.02), "b"))
    before = links(con)

    def refuse(*_: object) -> None:
        raise AssertionError("compared again")

    monkeypatch.setattr(duplicates, "overlap", refuse)
    assert links(con) == before == {("a", "b")}


def test_a_correction_is_compared_anew() -> None:
    con = database(article(STORY, "a"), article(STORY, "b"))
    assert links(con) == {("a", "b")}
    load(con, article(OTHER, "b"))
    assert links(con) == set()
    load(con, article(edited(STORY, 0.02), "b"))
    assert links(con) == {("a", "b")}


def one_by_one_and_at_once(versions: list[CleanedArticle]) -> list[list[tuple[object, ...]]]:
    """All links, found as the articles came in one by one, in two orders, and all at once."""
    found = []
    last = list({a.article_id: a for a in versions}.values())
    for steps in ([[a] for a in versions], [[a] for a in (*reversed(last), *last)], [last]):
        con = database()
        for step in steps:
            load(con, *step)
            links(con)
        found.append(con.execute("from raw.near_duplicates order by all").fetchall())
    return found


def test_large_buckets_are_walked_by_neighbours_whatever_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "MAX_BUCKET", 5)
    monkeypatch.setattr(duplicates, "NEIGHBOURS", 2)
    first, *others = one_by_one_and_at_once([article(STORY, f"copy {i}") for i in range(12)])
    assert len(first) == 10 * 2 + 1
    assert others == [first, first]


def test_a_large_bucket_that_shrinks_is_a_small_one_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "MAX_BUCKET", 5)
    monkeypatch.setattr(duplicates, "NEIGHBOURS", 1)
    copies = [article(STORY, f"copy {i}") for i in range(6)]
    first, *others = one_by_one_and_at_once([*copies, article(OTHER, "copy 3")])
    assert len(first) == 5 * 4 / 2
    assert others == [first, first]


@pytest.mark.parametrize("seed", range(3))
def test_any_coming_and_changing_links_as_if_all_came_at_once(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "MAX_BUCKET", 3)
    monkeypatch.setattr(duplicates, "NEIGHBOURS", 1)
    pick = random.Random(seed)
    texts = [edited(report(pick.randrange(3)), 0.05, seed=i) for i in range(6)]
    first, *others = one_by_one_and_at_once([article(pick.choice(texts), f"a{pick.randrange(6)}") for _ in range(10)])
    assert others == [first, first]


def test_only_what_the_new_articles_may_share_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    con = database(*(article(report(seed), f"a{seed}") for seed in range(8)), article(STORY, "a"), article(STORY, "b"))
    links(con)
    compared: list[int] = []
    monkeypatch.setattr(duplicates, "overlap", lambda a, b: compared.append(1) or overlap_of(a, b))
    load(con, article(edited(STORY, 0.02), "c"), article(report(50), "d"))
    assert links(con) == {("a", "b"), ("a", "c"), ("b", "c")}
    assert len(compared) == 2
