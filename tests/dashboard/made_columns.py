"""The public tables that are made by hand for the tests of the dashboard, with their columns and types."""

_TEXT, _INT, _FLOAT, _BOOL, _DATE = "varchar", "integer", "double", "boolean", "date"
_TIME, _LIST = "timestamp with time zone", "varchar[]"
_PARTIES = "struct(actor_id varchar, actor varchar, role varchar)[]"
_ENDS = {
    f"{end}_{part}": _TEXT
    for end in ("source", "target")
    for part in ("actor_id", "actor", "country", "sector", "code")
}
_WHEN = {"event_date_start": _DATE, "event_date_end": _DATE, "event_date_precision": _TEXT}
_WHAT = {
    "cameo_code": _TEXT, "cameo_root": _TEXT, "plover_type": _TEXT, "quad_class": _TEXT, "goldstein": _FLOAT,
    "is_symmetric": _BOOL, "status": _TEXT,
}  # fmt: skip
COLUMNS: dict[str, dict[str, str]] = {
    "articles": {
        "article_id": _TEXT, "uri": _TEXT, "url": _TEXT, "source": _TEXT, "title": _TEXT, "standfirst": _TEXT,
        "byline": _TEXT, "language": _TEXT, "published_at": _TIME, "published_precision": _TEXT,
        "published_from": _TEXT, "fetched_at": _TIME, "text": _TEXT, "n_sentences": _INT, "n_sentences_read_on": _INT,
        "is_truncated": _BOOL,
        "story_id": _TEXT, "is_story_head": _BOOL, "content_sha256": _TEXT,
    },
    "sentences": {
        "article_id": _TEXT, "sentence_no": _INT, "paragraph_no": _INT, "part": _TEXT, "start_char": _INT,
        "end_char": _INT, "text": _TEXT, "is_complete": _BOOL,
    },
    "actors": {
        "actor_id": _TEXT, "actor": _TEXT, "kind": _TEXT, "country": _TEXT, "sector": _TEXT, "cameo_code": _TEXT,
        "wikidata_id": _TEXT, "is_known": _BOOL, "first_seen": _DATE, "last_seen": _DATE, "n_mentions": _INT,
    },
    "actor_mentions": {
        "mention_id": _TEXT, "article_id": _TEXT, "sentence_no": _INT, "start_char": _INT, "end_char": _INT,
        "surface": _TEXT, "mention_type": _TEXT, "actor_id": _TEXT, "actor": _TEXT, "country": _TEXT, "sector": _TEXT,
        "cameo_code": _TEXT, "resolved_by": _TEXT, "confidence": _FLOAT,
    },
    "relations": {
        "relation_id": _TEXT, "article_id": _TEXT, "sentence_no": _INT, "evidence": _TEXT, **_ENDS,
        "source_start": _INT, "source_end": _INT, "target_start": _INT, "target_end": _INT, "trigger": _TEXT,
        "trigger_start": _INT, "trigger_end": _INT, **_WHAT, "attributed_to_id": _TEXT, "attributed_to": _TEXT,
        "third_parties": _PARTIES, **_WHEN, "event_date_from": _TEXT, "event_date_text": _TEXT, "title": _TEXT,
        "source": _TEXT,
        "published_at": _TIME, "rule": _TEXT, "confidence": _FLOAT, "story_id": _TEXT, "event_id": _TEXT,
        "is_first_report": _BOOL, "coder_version": _TEXT, "dictionary_version": _TEXT,
    },
    "events": {
        "event_id": _TEXT, **_ENDS, **_WHAT, **_WHEN, "week": _DATE, "n_relations": _INT, "n_articles": _INT,
        "n_stories": _INT, "n_sources": _INT, "first_published_at": _TIME, "last_published_at": _TIME,
        "relation_ids": _LIST, "n_negated": _INT, "is_disputed": _BOOL, "denied_event_id": _TEXT,
    },
    "stories": {
        "story_id": _TEXT, "head_article_id": _TEXT, "title": _TEXT, "first_published_at": _TIME, "n_articles": _INT,
        "n_sources": _INT,
    },
    "unknown_names": {
        "surface": _TEXT, "n_mentions": _INT, "n_articles": _INT, "n_stories": _INT, "likely_kind": _TEXT,
        "likely_country": _TEXT, "candidates": _LIST, "example_sentence": _TEXT, "example_article_id": _TEXT,
        "first_seen": _DATE,
    },
    "rejected_documents": {"uri": _TEXT, "reason": _TEXT, "detail": _TEXT, "size_bytes": "bigint", "seen_at": _TIME},
    "outcome_days": {
        "source_name": _TEXT, "seen_on": _DATE, "outcome": _TEXT, "reason": _TEXT, "n_inputs": _INT, "n_flagged": _INT,
        "size_bytes": "bigint",
    },
    "source_health": {
        "source_name": _TEXT, "kind": _TEXT, "outlet": _TEXT, "country": _TEXT, "state": _TEXT,
        "last_poll_at": "timestamp", "next_poll_at": "timestamp", "n_failures": "double", "last_error": _TEXT,
    },
    "event_types": {
        "cameo_code": _TEXT, "cameo_root": _TEXT, "name": _TEXT, "description": _TEXT, "plover_type": _TEXT,
        "plover_mode": _TEXT, "quad_class": _TEXT, "goldstein": _FLOAT,
    },
    "coder_quality": {
        "part": _TEXT, "level": _TEXT, "facet": _TEXT, "member": _TEXT, "n_gold": _INT, "n_found": _INT,
        "precision": _FLOAT, "recall": _FLOAT, "score": _FLOAT, "floor": _FLOAT, "coder_version": _TEXT,
        "dictionary_version": _TEXT,
    },
    "build_info": {"key": _TEXT, "value": _TEXT},
}  # fmt: skip
