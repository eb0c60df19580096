"""What leaves this room: raw documents, and the inputs that could not even be read."""

import pyarrow as pa

TIMESTAMP = pa.timestamp("us", tz="UTC")

DOCUMENTS = pa.schema(
    [
        pa.field("document_id", pa.string(), False),  # 16 hex: hash of uri and content_sha256
        pa.field("uri", pa.string(), False),  # `inbox:` or `samples:` and a relative path, or `file:///absolute/path`
        pa.field("content_sha256", pa.string(), False),
        pa.field("size_bytes", pa.int64(), False),
        pa.field("fetched_at", TIMESTAMP, False),
        # what the user says of the document (the folder's manifest.csv); NULL where nothing is said
        pa.field("given_url", pa.string()),
        pa.field("given_source", pa.string()),  # name of the outlet
        pa.field("given_published", pa.string()),  # as written
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
    ]
)

REASONS = ("empty", "binary", "too_large", "undecodable", "no_text", "wrong_language", "unreadable")
