"""The coder's own objects.  Offsets are Unicode code points into the article's text unless a name says otherwise."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `text[i]` stands at `start + i` of the article."""

    no: int
    paragraph_no: int
    part: str  # title, standfirst, caption, body
    start: int
    end: int
    text: str
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class Article:
    """What the coder needs of a cleaned article."""

    article_id: str
    sentences: tuple[Sentence, ...]
    published: date | None = None
    published_exact: bool = True  # to the day; a month alone is no anchor for "on Tuesday"
    dateline_place: str | None = None
    content_sha256: str = ""


class Mention(NamedTuple):
    """A span that names an actor.

    `actor_ids` holds one id where the span is resolved, several where it names a set ("the two countries"), none
    where it is unresolved; then `candidates` holds whom it may name.
    """

    start: int
    end: int
    surface: str
    sentence_no: int
    mention_type: str  # name alias metonym demonym descriptor group pronoun
    actor_ids: tuple[str, ...]
    resolved_by: str
    confidence: float
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MetActor:
    """An actor that the dictionary lacks, with what the text says of it."""

    actor_id: str
    actor: str
    kind: str  # person organisation group
    country: str | None
    sector: str | None


class NameSighting(NamedTuple):
    """A capitalised name that the dictionary lacks."""

    start: int
    end: int
    surface: str
    sentence_no: int
    likely_kind: str | None
    likely_country: str | None


@dataclass(frozen=True, slots=True)
class EventDate:
    """When it happened: a closed interval of days with its precision; both None where no anchor resolves `text`."""

    start: date | None
    end: date | None
    precision: str | None  # day week month season year years
    origin: str | None  # text, dateline, publication
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """One coded event in one sentence: `source` does `cameo_code` to `target`."""

    sentence_no: int
    source_id: str
    source_span: tuple[int, int]
    target_id: str
    target_span: tuple[int, int]
    trigger: str
    trigger_span: tuple[int, int]
    cameo_code: str
    is_symmetric: bool
    status: str  # actual planned potential attempted requested alleged negated
    attributed_to_id: str | None
    when: EventDate
    rule: str
    confidence: float
    third_parties: tuple[tuple[str, str], ...] = ()  # (actor_id, role: mediator host venue)


@dataclass(frozen=True, slots=True)
class Coded:
    """All that one article gave."""

    article: Article
    mentions: tuple[Mention, ...] = ()
    met_actors: tuple[MetActor, ...] = ()
    name_sightings: tuple[NameSighting, ...] = ()
    relations: tuple[Relation, ...] = ()
    n_candidate_sentences: int = 0
