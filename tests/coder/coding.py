"""Short texts in, relations out: how the tests of relations ask."""

from datetime import date
from pathlib import Path

from pipelines.articles.sentences import split
from pipelines.coder.coder import Coder
from pipelines.coder.types import Article, Coded, Relation, Sentence

SEEDS = Path(__file__).parents[2] / "seeds"
CODER = Coder.load(SEEDS)
DAY = date(2024, 5, 16)  # a Thursday


def article(text: str, day: date | None = DAY) -> Article:
    sentences = tuple(Sentence(no, 0, "body", a, b, text[a:b]) for no, (a, b) in enumerate(split(text)))
    return Article("a", sentences, day)


def code(text: str, day: date | None = DAY) -> Coded:
    return CODER.code(article(text, day))


def names(coded: Coded, actor_id: str) -> set[str | None]:
    """The actor's country and name."""
    met = {actor.actor_id: actor for actor in coded.met_actors}
    actor = met.get(actor_id) or CODER.lexicon.actors[actor_id]
    return {actor.country, actor.actor}


def said(text: str, day: date | None = DAY) -> list[tuple[str, str, str, str]]:
    """(source country, PLOVER type, target country, status) of every relation."""
    coded = code(text, day)

    def country(actor_id: str) -> str:
        met = {actor.actor_id: actor.country for actor in coded.met_actors}
        return met.get(actor_id) or CODER.lexicon.country(actor_id) or actor_id

    return [
        (country(r.source_id), CODER.patterns.plover[r.cameo_code], country(r.target_id), r.status)
        for r in coded.relations
    ]


def only(text: str, day: date | None = DAY) -> Relation:
    """The one relation of the text."""
    relations = code(text, day).relations
    assert len(relations) == 1, [(r.source_id, r.cameo_code, r.target_id, r.status) for r in relations]
    return relations[0]
