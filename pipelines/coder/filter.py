"""The coder as a filter: JSON lines in, JSON lines out, in order.

In:  {"id", "text", "date"?, "source"?: [start, end], "target"?: [start, end]}
Out: {"id", "mentions": [...], "relations": [...]}, or {"id", "error"} for a line that cannot be used; the rest goes on.
With spans given, the relation of that pair stands first; one of the two may be null.  Offsets are code points of
`text`.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, TextIO

from pipelines.articles.sentences import split
from pipelines.coder.classifier import Classifier
from pipelines.coder.coder import Coder
from pipelines.coder.pairs import SOURCE, TARGET, best_relation
from pipelines.coder.types import Article, Coded, Mention, Relation, Sentence

MAX_CHARS = 1_000_000
Span = tuple[int, int]


def main(lines: Iterable[str], out: TextIO, coder: Coder) -> tuple[int, int]:
    """Answer every line of `lines` on `out`, one line each; blank lines are passed over.

    Gives how many lines were answered, and how many of them could not be used.
    """
    answered, unusable = 0, 0
    for text in lines:
        if text.strip():
            said = answer_line(coder, text)
            out.write(json.dumps(said, ensure_ascii=False) + "\n")
            answered += 1
            unusable += "error" in said
    return answered, unusable


def answer_line(coder: Coder, text: str) -> dict[str, Any]:
    """Answer one line of input, readable or not."""
    try:
        line = parse_line(text)
    except ValueError as error:
        return {"id": None, "error": str(error)}
    return answer(coder, line)


def parse_line(text: str) -> dict[str, Any]:
    """The JSON object of a line. Raises ValueError that says what is wrong."""
    try:
        line = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not JSON: {error}") from error
    if not isinstance(line, dict):
        raise ValueError("not a JSON object")
    return line


def answer(coder: Coder, line: dict[str, Any]) -> dict[str, Any]:
    """Code one text: {"id", "mentions", "relations"}, or {"id", "error"}."""
    try:
        text, published, ends = checked(line)
    except ValueError as error:
        return {"id": line.get("id"), "error": str(error)}
    coded = coder.code(whole_text(text, published))
    relations = [_relation(coder, coded, relation) for relation in coded.relations]
    if ends is not None:
        whole = Article("", (Sentence(0, 0, "body", 0, len(text), text),), published)
        best = best_relation(coder, Classifier.load(), whole, *ends)
        relations = ([_relation(coder, coded, best)] if best else []) + relations
    return {
        "id": line.get("id"),
        "mentions": [_mention(coder, coded, mention) for mention in coded.mentions],
        "relations": relations,
    }


def whole_text(text: str, published: date | None) -> Article:
    """An article of one text, each sentence a paragraph."""
    sentences = tuple(Sentence(n, n, "body", start, end, text[start:end]) for n, (start, end) in enumerate(split(text)))
    return Article("", sentences, published)


def checked(line: dict[str, Any]) -> tuple[str, date | None, tuple[Span | None, Span | None] | None]:
    """The line's text, date and spans. Raises ValueError that says what is wrong."""
    text = line.get("text")
    if not isinstance(text, str):
        raise ValueError("text is missing or no string")
    if len(text) > MAX_CHARS:
        raise ValueError(f"text is longer than {MAX_CHARS} characters")
    given = line.get("date")
    if given is not None and not isinstance(given, str):
        raise ValueError("date is no string")
    published = date.fromisoformat(given[:10]) if given else None
    source, target = _span(line.get("source"), text), _span(line.get("target"), text)
    return text, published, None if source is None and target is None else (source, target)


def _span(span: Any, text: str) -> Span | None:
    if span is None:
        return None
    whole = isinstance(span, list) and len(span) == 2 and all(type(number) is int for number in span)
    if not whole or not 0 <= span[0] < span[1] <= len(text):
        raise ValueError(f"not a span of the text: {span!r}")
    return span[0], span[1]


def _actor(coder: Coder, coded: Coded, actor_id: str | None) -> dict[str, Any]:
    met = next((actor for actor in coded.met_actors if actor.actor_id == actor_id), None)
    actor = met or coder.lexicon.actors.get(actor_id or "")
    return {
        "actor_id": actor_id,
        "actor": actor.actor if actor else None,
        "country": actor.country if actor else None,
        "sector": actor.sector if actor else None,
    }


def _mention(coder: Coder, coded: Coded, mention: Mention) -> dict[str, Any]:
    return {
        "start": mention.start,
        "end": mention.end,
        "surface": mention.surface,
        "sentence": mention.sentence_no,
        "mention_type": mention.mention_type,
        "actors": [_actor(coder, coded, actor_id) for actor_id in mention.actor_ids],
        "resolved_by": mention.resolved_by,
        "confidence": mention.confidence,
        "candidates": list(mention.candidates),
    }


def _end(coder: Coder, coded: Coded, actor_id: str, span: Span) -> dict[str, Any] | None:
    """One end of a relation: for a given span the longest resolved mention in it; None where no span was given."""
    if span[0] == span[1]:
        return None
    if actor_id in (SOURCE, TARGET):
        inside = [m for m in coded.mentions if span[0] <= m.start and m.end <= span[1] and len(m.actor_ids) == 1]
        longest = max(inside, key=lambda m: m.end - m.start, default=None)
        actor = _actor(coder, coded, longest.actor_ids[0] if longest else None)
    else:
        actor = _actor(coder, coded, actor_id)
    return {"start": span[0], "end": span[1], **actor}


def _relation(coder: Coder, coded: Coded, relation: Relation) -> dict[str, Any]:
    when = relation.when
    return {
        "source": _end(coder, coded, relation.source_id, relation.source_span),
        "target": _end(coder, coded, relation.target_id, relation.target_span),
        "cameo_code": relation.cameo_code,
        "plover_type": coder.patterns.plover[relation.cameo_code] or None,
        "is_symmetric": relation.is_symmetric,
        "status": relation.status,
        "attributed_to": relation.attributed_to_id,
        "third_parties": [{"actor_id": actor_id, "role": role} for actor_id, role in relation.third_parties],
        "event_date": {
            "start": when.start.isoformat() if when.start else None,
            "end": when.end.isoformat() if when.end else None,
            "precision": when.precision,
            "from": when.origin,
            "text": when.text,
        },
        "sentence": relation.sentence_no,
        "trigger": {"start": relation.trigger_span[0], "end": relation.trigger_span[1], "surface": relation.trigger},
        "rule": relation.rule,
        "confidence": relation.confidence,
    }
