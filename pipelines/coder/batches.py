"""The coder over Arrow batches: sentences in, parcels of coded tables out.

Shape `Iterator[RecordBatch] -> Iterator[RecordBatch]`, as a process pool and Spark's mapInArrow both take it.  A
batch of SENTENCES_TO_CODE holds whole articles, their rows together and in order; one batch of PARCELS comes out for
each.
"""

import gc
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines import parcels
from pipelines.coder import schema
from pipelines.coder.coder import MODEL, Coder
from pipelines.coder.types import Article, Coded, Mention, Relation, Sentence

Rows = dict[str, list[dict[str, Any]]]

TABLES = {
    "mentions": schema.MENTIONS,
    "mention_candidates": schema.MENTION_CANDIDATES,
    "met_actors": schema.MET_ACTORS,
    "name_sightings": schema.NAME_SIGHTINGS,
    "relations": schema.RELATIONS,
    "relation_third_parties": schema.RELATION_THIRD_PARTIES,
    "coded_articles": schema.CODED_ARTICLES,
}


def code_batches(
    batches: Iterator[pa.RecordBatch], seeds: Path, folders: tuple[Path, ...] = (), model: str | Path = MODEL
) -> Iterator[pa.RecordBatch]:
    """Code every article of every batch with the knowledge in `seeds`, the user's actors in `folders` and a `model`."""
    coder = _coder(seeds, folders, model)
    for batch in batches:
        tables: Rows = {name: [] for name in TABLES}
        for coded in coder.code_all(list(articles(batch))):
            _add(tables, coder, coded)
        yield parcels.pack(
            (name, pa.RecordBatch.from_pylist(tables[name], schema=columns)) for name, columns in TABLES.items()
        )


@lru_cache(maxsize=2)
def _coder(seeds: Path, folders: tuple[Path, ...], model: str | Path) -> Coder:  # a worker gets many batches
    coder = Coder.load(seeds, *folders, model=model)
    spare_collector()
    return coder


def spare_collector() -> None:
    """Let this process look for cyclic garbage seldom: the knowledge stays, and what is made of an article has none."""
    gc.freeze()
    gc.set_threshold(50_000)


def articles(batch: pa.RecordBatch) -> Iterator[Article]:
    """The articles of a batch of SENTENCES_TO_CODE, in its order."""
    for article_id, group in groupby(batch.to_pylist(), key=lambda row: row["article_id"]):
        lines = list(group)
        published = lines[0]["published_at"]
        yield Article(
            article_id=article_id,
            sentences=tuple(
                Sentence(
                    no=line["sentence_no"],
                    paragraph_no=line["paragraph_no"],
                    part=line["part"],
                    start=line["start_char"],
                    end=line["end_char"],
                    text=line["text"],
                    is_complete=line["is_complete"],
                )
                for line in lines
            ),
            published=published.date() if published else None,
            published_exact=lines[0]["published_precision"] not in ("month", "year"),
            dateline_place=lines[0]["dateline_place"],
            content_sha256=lines[0]["content_sha256"],
        )


def stable_id(*parts: object) -> str:
    """16 hex over what identifies a row: the same on every machine."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


def set_id(actor_ids: tuple[str, ...]) -> str:
    """The id of a set of actors, in the order in which the text names them."""
    return "set:" + "+".join(actor_ids)


def _add(tables: Rows, coder: Coder, coded: Coded) -> None:
    article_id = coded.article.article_id
    met = {actor.actor_id for actor in coded.met_actors}
    for mention in coded.mentions:
        _add_mention(tables, article_id, mention)
        if len(mention.actor_ids) > 1 and set_id(mention.actor_ids) not in met:
            met.add(set_id(mention.actor_ids))
            tables["met_actors"].append(_set_row(coder, coded, mention))
    for actor in coded.met_actors:
        tables["met_actors"].append(
            {
                "article_id": article_id,
                "actor_id": actor.actor_id,
                "actor": actor.actor,
                "kind": actor.kind,
                "country": actor.country,
                "sector": actor.sector,
            }
        )
    for sighting in coded.name_sightings:
        tables["name_sightings"].append(
            {
                "article_id": article_id,
                "sentence_no": sighting.sentence_no,
                "start_char": sighting.start,
                "end_char": sighting.end,
                "surface": sighting.surface,
                "likely_kind": sighting.likely_kind,
                "likely_country": sighting.likely_country,
            }
        )
    seen: set[str] = set()
    for relation in coded.relations:
        relation_id = relation_key(article_id, relation)
        if relation_id not in seen:
            seen.add(relation_id)
            _add_relation(tables, article_id, relation_id, relation)
    tables["coded_articles"].append(
        {
            "article_id": article_id,
            "content_sha256": coded.article.content_sha256,
            "coder_version": coder.coder_version,
            "dictionary_version": coder.dictionary_version,
            "n_sentences": len(coded.article.sentences),
            "n_candidate_sentences": coded.n_candidate_sentences,
        }
    )


def relation_key(article_id: str, relation: Relation) -> str:
    """What makes a relation that relation: where it stands, who, whom, by which words and of which type."""
    return stable_id(
        article_id,
        relation.sentence_no,
        relation.source_id,
        relation.target_id,
        *relation.trigger_span,
        relation.cameo_code,
    )


def _add_mention(tables: Rows, article_id: str, mention: Mention) -> None:
    mention_id = stable_id(article_id, mention.start, mention.end, mention.mention_type)
    ids = mention.actor_ids
    tables["mentions"].append(
        {
            "mention_id": mention_id,
            "article_id": article_id,
            "sentence_no": mention.sentence_no,
            "start_char": mention.start,
            "end_char": mention.end,
            "surface": mention.surface,
            "mention_type": mention.mention_type,
            "actor_id": set_id(ids) if len(ids) > 1 else ids[0] if ids else None,
            "resolved_by": mention.resolved_by,
            "confidence": mention.confidence,
        }
    )
    for position, candidate in enumerate(mention.candidates):
        tables["mention_candidates"].append(
            {"mention_id": mention_id, "article_id": article_id, "position": position, "actor_id": candidate}
        )


def _set_row(coder: Coder, coded: Coded, mention: Mention) -> dict[str, Any]:
    """A set met in the text: its members' names joined by `and`, their countries by `|`."""
    met = {actor.actor_id: (actor.actor, actor.country) for actor in coded.met_actors}
    known = coder.lexicon.actors
    members = [met.get(actor_id) or (known[actor_id].actor, known[actor_id].country) for actor_id in mention.actor_ids]
    countries = dict.fromkeys(country for _, country in members if country)
    return {
        "article_id": coded.article.article_id,
        "actor_id": set_id(mention.actor_ids),
        "actor": " and ".join(name for name, _ in members),
        "kind": "set",
        "country": "|".join(countries) or None,
        "sector": None,
    }


def _add_relation(tables: Rows, article_id: str, relation_id: str, relation: Relation) -> None:
    when = relation.when
    tables["relations"].append(
        {
            "relation_id": relation_id,
            "article_id": article_id,
            "sentence_no": relation.sentence_no,
            "source_actor_id": relation.source_id,
            "source_start": relation.source_span[0],
            "source_end": relation.source_span[1],
            "target_actor_id": relation.target_id,
            "target_start": relation.target_span[0],
            "target_end": relation.target_span[1],
            "trigger": relation.trigger,
            "trigger_start": relation.trigger_span[0],
            "trigger_end": relation.trigger_span[1],
            "cameo_code": relation.cameo_code,
            "is_symmetric": relation.is_symmetric,
            "status": relation.status,
            "attributed_to_id": relation.attributed_to_id,
            "event_date_start": when.start,
            "event_date_end": when.end,
            "event_date_precision": when.precision,
            "event_date_from": when.origin,
            "event_date_text": when.text,
            "rule": relation.rule,
            "confidence": relation.confidence,
        }
    )
    for position, (actor_id, role) in enumerate(relation.third_parties):
        tables["relation_third_parties"].append(
            {
                "relation_id": relation_id,
                "article_id": article_id,
                "position": position,
                "actor_id": actor_id,
                "role": role,
            }
        )
