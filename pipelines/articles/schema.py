"""What leaves this room: cleaned articles, their sentences, and the bands by which near-duplicates find each other.

`text` is title, standfirst, caption and body paragraphs joined by a blank line.  Offsets are Unicode code points into
it.
"""

import pyarrow as pa

from pipelines.sources.schema import TIMESTAMP

ARTICLES = pa.schema(
    [
        pa.field("article_id", pa.string(), False),  # 16 hex: hash of url, else of uri, so a correction keeps its id
        pa.field("document_id", pa.string(), False),
        pa.field("uri", pa.string(), False),
        pa.field("url", pa.string()),  # by which it is known: canonical, without tracking parameters
        pa.field("canonical_url", pa.string()),  # as the page says it, where that can be believed
        pa.field("source", pa.string()),  # the outlet, as the page or the manifest names it; never guessed
        pa.field("title", pa.string()),
        pa.field("standfirst", pa.string()),
        pa.field("byline", pa.string()),
        pa.field("language", pa.string()),  # ISO 639-1
        pa.field("published_at", TIMESTAMP),
        pa.field("published_precision", pa.string()),  # year, month, day, minute
        pa.field("published_from", pa.string()),  # manifest, record, html_metadata, feed, ..., see publication.py
        pa.field("published_raw", pa.string()),
        pa.field("dateline_place", pa.string()),
        pa.field("read_minutes", pa.int32()),
        pa.field("fetched_at", TIMESTAMP, False),
        pa.field("text", pa.string(), False),
        pa.field("body_start", pa.int32(), False),  # where the first sentence of the body begins in `text`
        pa.field("n_sentences", pa.int32(), False),
        pa.field("is_truncated", pa.bool_(), False),
        pa.field("flags", pa.string()),  # comma-separated, sorted: encoding_guessed, truncated, ...
        pa.field("content_sha256", pa.string(), False),
        pa.field("text_sha256", pa.string(), False),  # 16 hex over all that is coded
        pa.field("cleaner_version", pa.string(), False),
    ]
)

ARTICLE_VERSIONS = pa.schema(  # a row for each document that was cleaned into an article, also where it gave way
    [
        pa.field("article_id", pa.string(), False),
        pa.field("document_id", pa.string(), False),
        pa.field("uri", pa.string(), False),
        pa.field("url", pa.string()),
        pa.field("canonical_url", pa.string()),
        pa.field("title", pa.string()),
        pa.field("published_at", TIMESTAMP),
        pa.field("fetched_at", TIMESTAMP, False),
        pa.field("flags", pa.string()),
        pa.field("text_sha256", pa.string(), False),
        pa.field("cleaner_version", pa.string(), False),
    ]
)

SENTENCES = pa.schema(
    [
        pa.field("article_id", pa.string(), False),
        pa.field("sentence_no", pa.int32(), False),  # from 0, through the whole article
        pa.field("paragraph_no", pa.int32(), False),  # from 0, through the whole article
        pa.field("part", pa.string(), False),  # title, standfirst, caption, body
        pa.field("start_char", pa.int32(), False),
        pa.field("end_char", pa.int32(), False),
        pa.field("text", pa.string(), False),
        pa.field("is_complete", pa.bool_(), False),  # False: cut off, kept but not coded
    ]
)

DUPLICATE_BANDS = pa.schema(
    [
        pa.field("article_id", pa.string(), False),
        pa.field("band", pa.int32(), False),  # 0..31
        pa.field("band_hash", pa.uint64(), False),
    ]
)

# on their way into the warehouse, rows say of which document they are: two may be the same article
_DOCUMENT_ID = pa.field("document_id", pa.string(), False)
PARCELLED_SENTENCES = SENTENCES.append(_DOCUMENT_ID)
PARCELLED_BANDS = DUPLICATE_BANDS.append(_DOCUMENT_ID)
