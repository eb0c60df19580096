"""Two readings of one sentence, by the order of its words and by its syntax tree, and how sure each is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.coder.coder import Coder
from pipelines.coder.readings import why_skipped
from pipelines.coder.syntax import Parse
from pipelines.coder.types import Relation
from tests.coder.coding import CODER, article, code, only

SHORT = "Kenya attacked Somalia."
LONG = "Kenya, where the rains had failed for years, attacked Somalia."
NO_WORDS = Parse((), (), (), (), ())


@dataclass
class Silent:
    """A parser that has nothing to say, as for a sentence of more words than any parser takes."""

    def parse(self, sentences: Sequence[str]) -> list[Parse]:
        return [NO_WORDS for _ in sentences]

    def parse_words(self, sentences: Sequence[Sequence[str]]) -> list[Parse]:
        return [NO_WORDS for _ in sentences]


def by_order_alone(text: str) -> list[Relation]:
    """The relations of a coder whose parser is silent."""
    coder: Coder = replace(CODER, parser=Silent())
    return list(coder.code(article(text)).relations)


def test_the_tree_reads_past_an_aside() -> None:
    assert by_order_alone(LONG) == []
    relation = only(LONG)
    assert (relation.source_id, relation.trigger, relation.target_id) == ("cty:KEN", "attacked", "cty:SOM")
    assert relation.rule.startswith("tree-")


def test_what_both_readings_tell_is_surer_than_what_one_tells() -> None:
    both, one = only(SHORT), only(LONG)
    assert both.rule == one.rule.removeprefix("tree-")
    assert both.confidence > one.confidence


def test_a_sentence_without_a_tree_is_read_by_the_order_of_its_words() -> None:
    [relation] = by_order_alone(SHORT)
    assert (relation.source_id, relation.trigger, relation.target_id) == ("cty:KEN", "attacked", "cty:SOM")


def test_only_what_may_tell_a_relation_is_read_on() -> None:
    text = f"{SHORT} Mali wept. France is far from Mali. The ministers met."
    coded = code(text)
    assert coded.n_candidate_sentences == 1
    named = {s.no: [m for m in coded.mentions if m.sentence_no == s.no] for s in coded.article.sentences}
    assert [why_skipped(s, named[s.no], CODER.patterns) for s in coded.article.sentences] == [
        "",
        "fewer than two actors are named",
        "no word in it begins a pattern",
        "fewer than two actors are named",
    ]


def test_articles_coded_together_are_coded_as_if_alone() -> None:
    articles = [article(text) for text in (SHORT, LONG, "", "Chile and Peru held talks.", LONG + " " + SHORT)]
    assert CODER.code_all(articles) == [CODER.code(one) for one in articles]


ACTORS = ["France", "Côte d’Ivoire", "Türkiye’s army", "the two countries", "its president", "🇫🇷", "Hamas"]
ACTS = ["condemned", "“held talks with", "agreed to visit", "—attacked", "whose truce with", "sent aid to", "-led"]
MARKS = [",", ", which", ".", "?", "(", ")", "”", "\n\n", "and", "that", "by", "of", "\u00a0", "'s", "on 3 May"]
TEXTS = st.lists(st.sampled_from(ACTORS + ACTS + MARKS) | st.text(max_size=6), max_size=30).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_is_coded_with_offsets_true_to_it(text: str) -> None:
    coded = code(text)
    for mention in coded.mentions:
        assert text[mention.start : mention.end] == mention.surface
    for relation in coded.relations:
        sentence = coded.article.sentences[relation.sentence_no]
        assert text[slice(*relation.trigger_span)] == relation.trigger
        for start, end in (relation.source_span, relation.target_span, relation.trigger_span):
            assert sentence.start <= start < end <= sentence.end
        assert relation.source_id != relation.target_id
        assert relation.cameo_code in CODER.patterns.plover
        assert 0 < relation.confidence <= 1


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_a_parse_stands_on_the_words_of_its_sentence(text: str) -> None:
    [parse] = CODER.parser.parse([text])
    words = range(len(parse.start))
    assert [parse.dep[i] for i in words if parse.head[i] == -1] == (["root"] if words else [])
    for i in words:
        assert parse.head[i] in {-1, *words} - {i}
        assert text[parse.start[i] : parse.end[i]].strip() == text[parse.start[i] : parse.end[i]] != ""


@pytest.mark.parametrize("aside", [2, 500])
def test_a_sentence_of_too_many_words_changes_nothing_but_its_tree(aside: int) -> None:
    text = f"France condemned Mali in a long {'long ' * aside}letter."
    assert [(r.source_id, r.cameo_code, r.target_id) for r in code(text).relations] == [("cty:FRA", "111", "cty:MLI")]
