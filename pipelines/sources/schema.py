"""What leaves this room: raw documents, and the inputs that could not even be read."""

import pyarrow as pa

TIMESTAMP = pa.timestamp("us", tz="UTC")

DOCUMENTS = pa.schema(
    [
        pa.field("document_id", pa.string(), False),  # 16 hex: hash of uri and content_sha256
        pa.field("uri", pa.string(), False),  # see types.Document, as for all that is given
        pa.field("content_sha256", pa.string(), False),
        pa.field("size_bytes", pa.int64(), False),
        pa.field("fetched_at", TIMESTAMP, False),
        # what the source says of the document (a manifest, a feed, a record); NULL where nothing is said
        pa.field("given_url", pa.string()),
        pa.field("given_source", pa.string()),  # name of the outlet
        pa.field("given_published", pa.string()),  # as written
        pa.field("source_name", pa.string()),  # key in sources.toml; NULL for the inbox
        pa.field("given_by", pa.string()),  # manifest, feed, sitemap, list, record
        pa.field("given_title", pa.string()),
        pa.field("given_byline", pa.string()),
        pa.field("given_language", pa.string()),  # ISO 639-1
        pa.field("given_charset", pa.string()),
        pa.field("date_order", pa.string()),  # dmy, mdy
        pa.field("wishes", pa.string()),  # of the source, comma-separated, sorted: live_blogs, repair_text
        pa.field("flags", pa.string()),  # comma-separated, sorted
        pa.field("content", pa.binary()),  # raw bytes; kept in the raw store, not in the warehouse
    ]
)

REJECTIONS = pa.schema(
    [
        pa.field("uri", pa.string(), False),
        pa.field("content_sha256", pa.string()),  # NULL where the bytes could not be read
        pa.field("reason", pa.string(), False),  # one of REASONS
        pa.field("detail", pa.string()),
        pa.field("size_bytes", pa.int64()),
        pa.field("seen_at", TIMESTAMP, False),
        pa.field("source_name", pa.string()),  # key in sources.toml; NULL for the inbox
        pa.field("n_inputs", pa.int32()),  # that the row stands for; NULL: one
    ]
)

SOURCES = pa.schema(  # as sources.toml lists them, and how the last poll of each went
    [
        pa.field("source_name", pa.string(), False),
        pa.field("kind", pa.string(), False),
        pa.field("outlet", pa.string()),
        pa.field("country", pa.string()),  # of the outlet, ISO 3166; told to people, and nothing is coded by it
        pa.field("polled_at", TIMESTAMP),  # NULL where it was never asked
        pa.field("next_at", TIMESTAMP),  # NULL where it was never asked, or is off
        pa.field("failures", pa.float64(), False),  # in a row; one that may pass by itself counts less
        pa.field("is_off", pa.bool_(), False),
        pa.field("error", pa.string()),  # of the last poll, where it failed
    ]
)

REASONS = {
    # what it is
    "empty": "no bytes, or nothing but white space",
    "binary": "no text: a picture, a PDF, a program",
    "too_large": "more bytes than are read of one input",
    "undecodable": "its bytes are text in no encoding, or in several",
    "unreadable": "it cannot be opened or read, or reading it took too long or too much memory",
    "unfinished": "a file that was still being written; the next run reads it again",
    # what holds many: feeds, tables, archives
    "damaged": "a file of many records that is cut off or corrupt",
    "expands_too_far": "it unpacks to far more than it holds",
    "unsafe_path": "an archive or a list names a file outside of its own folder",
    "nested_archive": "an archive within an archive",
    "xml_entities": "it declares entities, which may hide a bomb or read files",
    "not_a_feed": "it was to be a feed or a sitemap, and is something else",
    "too_many_items": "more items than are taken of one feed at a time; the rest is left out",
    "bad_row": "a row of a table without text, or with values of the wrong type",
    "bad_rows": "a table most of whose rows are bad; none is taken",
    "duplicate_id": "a later row of the same file has the same id, or an earlier record of an archive",
    "not_wanted": "records of an archive that its source leaves out, by host, day or language",
    "no_page": "records of an archive that hold no page: pictures, scripts, errors, redirects",
    # what it says
    "no_text": "no paragraph of an article was found in it",
    "wrong_language": "it is in a language that is not coded",
    "too_deep": "its mark-up is nested deeper than any page that a person has written",
    "paywall": "only the beginning is there for who does not pay",
    "blocked_page": "a page that asks for consent or proof of a human in the place of the article",
    "not_an_article": "a list of articles, a home page, a page of a shop",
    "live_blog": "a running report of many posts",
    # how it was fetched
    "bad_url": "the address is none that is fetched: not http or https, too long, or without a host",
    "private_address": "it, or what it redirects to, lies in a private network or on this machine",
    "robots": "the site's robots.txt forbids it",
    "too_many_redirects": "it redirects in a circle or too often",
    "not_found": "the server says that there is no such page, or no longer",
    "http_error": "the server answered with an error",
    "network": "no connection, or one that broke off before the end",
    "timeout": "the server took too long",
}
