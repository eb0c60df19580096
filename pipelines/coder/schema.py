"""What leaves this room: mentions, relations, names the dictionary lacks, all flat, and one row per coded article.

Offsets are Unicode code points into the article's text.  Actor ids are those of `seeds/actors.csv`, or `met:...` for an
actor met in the text only (its facts then stand in MET_ACTORS).  ACTORS and AFFILIATIONS are the dictionary itself, as
it was coded with: the bundled one with the user's folders over it.
"""

import pyarrow as pa

ACTORS = pa.schema(
    [
        pa.field("actor_id", pa.string(), False),
        pa.field("actor", pa.string(), False),
        pa.field("kind", pa.string(), False),  # country government organisation group person region
        pa.field("country", pa.string()),  # ISO 3166 alpha-3
        pa.field("sector", pa.string()),
        pa.field("cameo_code", pa.string()),
        pa.field("wikidata_id", pa.string()),
    ]
)

AFFILIATIONS = pa.schema(
    [
        pa.field("actor_id", pa.string(), False),
        pa.field("organisation_id", pa.string(), False),
        pa.field("role", pa.string()),
        pa.field("office", pa.string()),  # head_of_state head_of_government both
        pa.field("country", pa.string()),
        pa.field("sector", pa.string()),
        pa.field("valid_from", pa.date32()),
        pa.field("valid_to", pa.date32()),
        pa.field("precision", pa.string()),  # day month year seen unknown
        pa.field("source", pa.string()),
    ]
)

CODER_SCORES = pa.schema(  # how well the coder reads our own gold: `evaluation.Score`, with the floor and the versions
    [
        pa.field("part", pa.string(), False),
        pa.field("level", pa.string(), False),
        pa.field("facet", pa.string(), False),
        pa.field("member", pa.string(), False),
        pa.field("n_gold", pa.int32(), False),
        pa.field("n_found", pa.int32(), False),
        pa.field("precision", pa.float64()),
        pa.field("recall", pa.float64()),
        pa.field("score", pa.float64(), False),
        pa.field("floor", pa.float64()),
        pa.field("coder_version", pa.string(), False),
        pa.field("dictionary_version", pa.string(), False),
    ]
)

MENTIONS = pa.schema(
    [
        pa.field("mention_id", pa.string(), False),  # 16 hex
        pa.field("article_id", pa.string(), False),
        pa.field("sentence_no", pa.int32(), False),
        pa.field("start_char", pa.int32(), False),
        pa.field("end_char", pa.int32(), False),
        pa.field("surface", pa.string(), False),
        pa.field("mention_type", pa.string(), False),  # name alias metonym demonym descriptor group pronoun
        pa.field("actor_id", pa.string()),  # NULL: unresolved
        pa.field("resolved_by", pa.string()),  # the rule that decided
        pa.field("confidence", pa.float64(), False),
    ]
)

MENTION_CANDIDATES = pa.schema(  # for unresolved mentions: whom they may name
    [
        pa.field("mention_id", pa.string(), False),
        pa.field("article_id", pa.string(), False),
        pa.field("position", pa.int32(), False),
        pa.field("actor_id", pa.string(), False),
    ]
)

MET_ACTORS = pa.schema(  # actors that the dictionary lacks, and sets ("the two countries") of those it has
    [
        pa.field("article_id", pa.string(), False),
        pa.field("actor_id", pa.string(), False),  # met:... or set:...
        pa.field("actor", pa.string(), False),
        pa.field("kind", pa.string(), False),  # person organisation group set
        pa.field("country", pa.string()),  # ISO 3166 alpha-3; sets: the members' joined by |
        pa.field("sector", pa.string()),
    ]
)

RELATIONS = pa.schema(
    [
        pa.field("relation_id", pa.string(), False),  # 16 hex
        pa.field("article_id", pa.string(), False),
        pa.field("sentence_no", pa.int32(), False),
        pa.field("source_actor_id", pa.string(), False),
        pa.field("source_start", pa.int32(), False),
        pa.field("source_end", pa.int32(), False),
        pa.field("target_actor_id", pa.string(), False),
        pa.field("target_start", pa.int32(), False),
        pa.field("target_end", pa.int32(), False),
        pa.field("trigger", pa.string(), False),
        pa.field("trigger_start", pa.int32(), False),
        pa.field("trigger_end", pa.int32(), False),
        pa.field("cameo_code", pa.string(), False),  # of seeds/event_types.csv, with leading zeros
        pa.field("is_symmetric", pa.bool_(), False),
        pa.field("status", pa.string(), False),  # actual planned potential attempted requested alleged negated
        pa.field("attributed_to_id", pa.string()),
        pa.field("event_date_start", pa.date32()),
        pa.field("event_date_end", pa.date32()),
        pa.field("event_date_precision", pa.string()),  # day week month season year years; NULL with no date
        pa.field("event_date_from", pa.string()),  # text, dateline, publication
        pa.field("event_date_text", pa.string()),  # the expression, also where no anchor resolves it ("in March")
        pa.field("rule", pa.string(), False),
        pa.field("confidence", pa.float64(), False),
    ]
)

RELATION_THIRD_PARTIES = pa.schema(
    [
        pa.field("relation_id", pa.string(), False),
        pa.field("article_id", pa.string(), False),
        pa.field("position", pa.int32(), False),
        pa.field("actor_id", pa.string(), False),
        pa.field("role", pa.string(), False),  # mediator host venue
    ]
)

NAME_SIGHTINGS = pa.schema(  # capitalised names that the dictionary lacks
    [
        pa.field("article_id", pa.string(), False),
        pa.field("sentence_no", pa.int32(), False),
        pa.field("start_char", pa.int32(), False),
        pa.field("end_char", pa.int32(), False),
        pa.field("surface", pa.string(), False),
        pa.field("likely_kind", pa.string()),  # person organisation place none
        pa.field("likely_country", pa.string()),
    ]
)

CODED_ARTICLES = pa.schema(
    [
        pa.field("article_id", pa.string(), False),
        pa.field("content_sha256", pa.string(), False),  # the version that was coded
        pa.field("coder_version", pa.string(), False),
        pa.field("dictionary_version", pa.string(), False),
        pa.field("n_sentences", pa.int32(), False),
        pa.field("n_candidate_sentences", pa.int32(), False),  # with actors and a possible trigger
    ]
)

SENTENCES_TO_CODE = pa.schema(  # the coder's input: a row per sentence, ordered; a batch holds whole articles
    [
        pa.field("article_id", pa.string(), False),
        pa.field("content_sha256", pa.string(), False),
        pa.field("published_at", pa.timestamp("us", tz="UTC")),
        pa.field("published_precision", pa.string()),
        pa.field("dateline_place", pa.string()),
        pa.field("sentence_no", pa.int32(), False),
        pa.field("paragraph_no", pa.int32(), False),
        pa.field("part", pa.string(), False),
        pa.field("start_char", pa.int32(), False),
        pa.field("end_char", pa.int32(), False),
        pa.field("text", pa.string(), False),
        pa.field("is_complete", pa.bool_(), False),
    ]
)
