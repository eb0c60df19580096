"""Any bytes at all, given to the readers of feeds and sitemaps: items or a refusal, and never an exception."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.sources.asking import declares_entities
from pipelines.sources.feed import FeedSource, read
from pipelines.sources.sitemap import SitemapSource
from pipelines.sources.sitemap import read as read_sitemap
from pipelines.sources.types import Answer, Asked, Page, Refusal
from tests.sources.feeds import atom, atom_entry, rss, rss_item

PLACE = "https://lantern.example/feed"
SEEDS = [
    rss([rss_item(f"{PLACE}/{n}", title=f"Story {n}", guid=str(n)) for n in range(3)]),
    atom([atom_entry(f"{PLACE}/{n}", updated="2023-07-19") for n in range(3)]),
    '{"version": "https://jsonfeed.org/version/1", "items": [{"id": 1, "url": "a", "authors": [{"name": "x"}]}]}',
    "<urlset><url><loc>https://lantern.example/1</loc></url></urlset>",
]


class Shelf:
    """A web in which one thing lies."""

    def __init__(self, content: bytes):
        self.content = content

    def get(self, url: str, asked: Asked) -> Answer:
        return Answer(url, self.content)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A feed with pieces taken out, put in or doubled."""
    content = draw(st.sampled_from(SEEDS)).encode()
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, len(content)))
        content = content[:start] + draw(st.binary(max_size=8)) + draw(st.sampled_from([b"", content[start:end]])) + (
            content[end:]
        )  # fmt: skip
    return content


def check(content: bytes) -> None:
    said = {"name": "lantern", "location": PLACE}
    for found in (
        list(read(FeedSource.model_validate({**said, "kind": "feed"}), Shelf(content), {})),
        list(read_sitemap(SitemapSource.model_validate({**said, "kind": "sitemap"}), Shelf(content), {})),
    ):
        for item in found:
            assert isinstance(item, Page | Refusal) or item.content
            for value in (item.uri, getattr(item, "given_title", None), getattr(item, "given_url", None)):
                assert value is None or value.encode()  # nothing that cannot be kept


@settings(max_examples=60, deadline=None)
@given(damaged())
def test_a_damaged_feed_ends_nothing(content: bytes) -> None:
    check(content)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_end_nothing(content: bytes) -> None:
    check(content)
    assert declares_entities(content) in (True, False)
