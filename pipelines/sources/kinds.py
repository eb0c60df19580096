"""The kinds of sources.  A new kind is a module with a class of settings and a function, and a line here."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pipelines.sources import archive, current_events, feed, folder, sitemap, url_list
from pipelines.sources.source import Source
from pipelines.sources.types import Found, Memory, Web


class Kind(NamedTuple):
    """What is needed to read the sources of a kind.

    `read` gives what it finds in the same order each time.  It remembers a thing in `Memory` (a validator, the size of
    a file) only after it has given all that comes of it: whatever it has given is committed together with the memory.
    A location that cannot be read is a Refusal with the location as its uri; `read` then goes on with the next.
    """

    settings: type[Source]
    read: Callable[[Any, Web, Memory], Iterator[Found]]  # the settings are of the class above


KINDS: dict[str, Kind] = {
    "folder": Kind(folder.FolderSource, folder.read_source),
    "table": Kind(folder.FolderSource, folder.read_source),
    "warc": Kind(archive.ArchiveSource, folder.read_source),
    "feed": Kind(feed.FeedSource, feed.read),
    "sitemap": Kind(sitemap.SitemapSource, sitemap.read),
    "urls": Kind(url_list.UrlListSource, url_list.read),
    "current_events": Kind(current_events.CurrentEventsSource, current_events.read),
}
