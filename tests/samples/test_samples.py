"""The sample articles: each is cleaned as a reader would clean it, and together they make a telling first run.

`expected.csv` was written from the texts, by eye.  An empty cell means that the text does not say it.
"""

import csv
from functools import cache
from itertools import combinations
from pathlib import Path

import duckdb
import pytest

from pipelines.articles.clean import clean
from pipelines.articles.duplicates import overlap, shingles
from pipelines.articles.types import CleanedArticle
from pipelines.sources import folder

SAMPLES = Path(__file__).parents[2] / "seeds" / "articles"
EXPECTED = list(csv.DictReader((Path(__file__).parent / "expected.csv").open(newline="")))
NAMES = [row["file"] for row in EXPECTED]
TRUNCATED = "2023-12-27-cyberattack.txt"
UNDATED = "undated-prisoners-and-pilgrims.txt"
REPRINTS = [
    ("2023-09-18-swap-meridian.txt", "2023-09-19-swap-reprint.txt"),
    ("2023-11-11-summit-meridian.txt", "2023-11-12-summit-reprint.txt"),
]
# Furniture that stands somewhere in the samples; none of it is news.
FURNITURE = [
    "min read", "Read more", "Also read", "Related:", "Advertisement", "Sponsored", "Share", "Sign up", "Subscribe",
    "All rights reserved", "Leave a Reply", "Your email", "cookies", "Follow ", "Listen to", "Tags:", "Newsletter",
    "newsletter", "Analysis", "Live Story", "Most read", "Trending", "Recommended", "Manage", "Print |", "Comments",
    "editing by", "Back to top", "Download our app", "example.org", "Published:", "Log in", "Licence plates",
]  # fmt: skip


@cache
def cleaned() -> dict[str, CleanedArticle]:
    """Every sample through the real reader and the real cleaner."""
    results = {
        document.uri.rsplit("/", 1)[-1].removeprefix("inbox:"): clean(document)
        for document in folder.read(SAMPLES, "inbox:")
    }
    refused = [result for result in results.values() if not isinstance(result, CleanedArticle)]
    assert not refused
    return results


def body(article: CleanedArticle) -> dict[int, list[str]]:
    """Sentences of the body by paragraph."""
    paragraphs: dict[int, list[str]] = {}
    for sentence in article.sentences:
        if sentence.part == "body":
            paragraphs.setdefault(sentence.paragraph_no, []).append(sentence.text)
    return paragraphs


def test_every_sample_is_expected() -> None:
    assert sorted(cleaned()) == sorted(NAMES)
    assert len(NAMES) >= 20
    assert {Path(name).suffix for name in NAMES} == {".txt", ".md", ".html"}


@pytest.mark.parametrize("expected", EXPECTED, ids=NAMES)
def test_what_the_header_says(expected: dict[str, str]) -> None:
    article = cleaned()[expected["file"]]
    published = article.published_at
    form = "%Y-%m-%dT%H:%M" if article.published_precision == "minute" else "%Y-%m-%d"
    assert (article.title or "") == expected["title"]
    assert (article.source or "") == expected["source"]
    assert (published.strftime(form) if published else "") == expected["published"]


@pytest.mark.parametrize("expected", EXPECTED, ids=NAMES)
def test_the_body_is_the_report_and_nothing_else(expected: dict[str, str]) -> None:
    article = cleaned()[expected["file"]]
    paragraphs = body(article)
    assert len(paragraphs) == int(expected["paragraphs"]), list(paragraphs.values())
    assert 8 <= sum(map(len, paragraphs.values())) <= 20
    ends = [sentences[-1] for sentences in paragraphs.values()]
    assert [end for end in ends if end[-1] not in '.!?"”'] == (ends[-1:] if expected["file"] == TRUNCATED else [])
    assert [
        (phrase, s.text) for s in article.sentences for phrase in FURNITURE if phrase in s.text and s.part != "title"
    ] == []


@pytest.mark.parametrize("name", NAMES)
def test_offsets_hold_and_odd_characters_are_normal(name: str) -> None:
    article = cleaned()[name]
    assert all(article.text[s.start_char : s.end_char] == s.text for s in article.sentences)
    assert not {"\u00a0", "\r", "\u200b"} & set(article.text)


def test_one_article_has_no_date_and_gets_none() -> None:
    assert [name for name, article in cleaned().items() if article.published_at is None] == [UNDATED]


def test_one_article_is_cut_off_and_flagged() -> None:
    assert [name for name, article in cleaned().items() if article.is_truncated] == [TRUNCATED]
    last = cleaned()[TRUNCATED].sentences[-1]
    assert not last.is_complete
    assert last.text.endswith("14 months before the")


def test_reprints_share_most_words_and_other_reports_of_the_same_event_do_not() -> None:
    texts = {
        name: shingles(" ".join(s.text for s in article.sentences if s.part == "body"))
        for name, article in cleaned().items()
    }
    alike = [pair for pair in combinations(sorted(texts), 2) if overlap(texts[pair[0]], texts[pair[1]]).jaccard > 0.1]
    assert alike == REPRINTS
    for first, second in REPRINTS:
        assert overlap(texts[first], texts[second]).containment > 0.9
        assert set(cleaned()[first].bands) & set(cleaned()[second].bands)


# ---- what the first run shows ----------------------------------------------------------------------------------------


def one(db: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = db.cursor().execute(sql).fetchone()
    assert row
    return int(row[0])


def test_every_sample_arrives(sample_db: duckdb.DuckDBPyConnection) -> None:
    assert one(sample_db, "select count(*) from articles") == len(NAMES)
    assert one(sample_db, "select count(*) from rejected_documents") == 0
    assert one(sample_db, "select count(*) from articles where published_at is null") == 1


def test_reprints_are_one_story(sample_db: duckdb.DuckDBPyConnection) -> None:
    stories = sample_db.cursor().execute(
        """select list(regexp_extract(uri, '[^/:]+$') order by uri) as files
           from articles group by story_id having count(*) > 1 order by files"""
    )
    assert [tuple(names) for (names,) in stories.fetchall()] == REPRINTS


# Floors, well below what the first builds gave (536 relations, 37 weeks, 117 pairs), so that a better coder may drop
# false relations; a coder or a cleaner that falls silent falls through them.
def test_there_is_something_to_see(sample_db: duckdb.DuckDBPyConnection) -> None:
    country_weeks = "from dyad_weeks where level = 'country' and source <> target"
    assert one(sample_db, "select count(*) from relations") >= 400
    assert (
        one(sample_db, f"select count(distinct week) {country_weeks} and week between '2023-02-27' and '2023-12-31'")
        >= 30
    )
    assert (
        one(sample_db, f"select count(distinct (least(source, target), greatest(source, target))) {country_weeks}")
        >= 80
    )
    assert one(sample_db, f"select sum(n_cooperative) {country_weeks}") >= 150
    assert one(sample_db, f"select sum(n_conflictual) {country_weeks}") >= 50
    assert one(sample_db, "select count(distinct status) from relations") >= 6
    assert one(sample_db, "select count(*) from events where n_sources > 1") >= 6


@pytest.mark.parametrize(
    ("a", "b", "weeks"), [("IRN", "SAU", 12), ("EGY", "IRN", 6), ("IRN", "USA", 5), ("SRB", "XKX", 2)]
)
def test_the_stories_recur(sample_db: duckdb.DuckDBPyConnection, a: str, b: str, weeks: int) -> None:
    pair = f"level = 'country' and [source, target] in (['{a}', '{b}'], ['{b}', '{a}'])"
    assert one(sample_db, f"select count(distinct week) from dyad_weeks where {pair}") >= weeks


KNOWN = [  # what happened, on which day, between whom, and how many outlets say so at least
    ("2023-03-10", "AGREE", "IRN", "SAU", 2),
    ("2023-06-06", "SUPPORT", "IRN", "SAU", 2),
    ("2023-07-29", "SANCTION", "FRA", "NER", 1),
    ("2023-09-18", "RETREAT", "IRN", "USA", 2),
    ("2023-09-19", "SANCTION", "IND", "CAN", 1),
    ("2023-09-20", "CONSULT", "EGY", "IRN", 1),
    ("2023-10-07", "ASSAULT", "PSE", "ISR", 1),
    ("2023-11-11", "CONSULT", "EGY", "IRN", 3),
    ("2023-12-23", "CONSULT", "IRN", "EGY", 1),
]


@pytest.mark.parametrize(("day", "kind", "source", "target", "outlets"), KNOWN)
def test_what_everybody_knows_is_there(
    sample_db: duckdb.DuckDBPyConnection, day: str, kind: str, source: str, target: str, outlets: int
) -> None:
    found = sample_db.cursor().execute(
        """select max(n_sources) from events
           where event_date_start = $1 and plover_type = $2 and status = 'actual'
             and [source_country, target_country] in ([$3, $4], [$4, $3])""",
        [day, kind, source, target],
    )
    assert (found.fetchone() or (None,))[0] >= outlets


def test_what_did_not_happen_is_not_counted(sample_db: duckdb.DuckDBPyConnection) -> None:
    sentences = sample_db.cursor().execute(
        """select evidence, trigger from relations
           where status = 'actual' and regexp_matches(evidence, '^(No|Neither side|.{0,30} ha(s|ve) not) ')"""
    )
    assert sentences.fetchall() == []


def test_a_sentence_printed_again_is_no_second_event(sample_db: duckdb.DuckDBPyConnection) -> None:
    twice = sample_db.cursor().execute(
        """select evidence, source_actor, plover_type, target_actor
           from relations join articles using (article_id, story_id)
           where status <> 'negated'
           group by story_id, evidence, source_actor, cameo_code, target_actor, plover_type, trigger
           having count(distinct article_id) > 1 and count(distinct event_id) > 1"""
    )
    assert twice.fetchall() == []
