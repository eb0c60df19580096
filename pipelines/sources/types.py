"""What a source gives: documents as bytes, and refusals of what could not be read.  No clocks, no parsing."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """One input as it was found, with what the user says of it."""

    uri: str  # `inbox:` or `samples:` and a relative path, or `file:///absolute/path`; ends in the file's name
    content: bytes
    content_sha256: str
    given_url: str | None = None
    given_source: str | None = None  # name of the outlet
    given_published: str | None = None  # as written

    @property
    def document_id(self) -> str:
        """16 hex; another version of the same uri is another document."""
        return hashlib.sha256(f"{self.uri}\x1f{self.content_sha256}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One input that could not be used, and why: every input ends as an article or as one of these."""

    uri: str
    reason: str  # one of schema.REASONS
    detail: str | None = None
    size_bytes: int | None = None
    content_sha256: str | None = None  # None where the bytes could not be read
