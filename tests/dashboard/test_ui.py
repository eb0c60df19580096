"""What pages share: marked text keeps every character, nothing from an article becomes markup or a formula."""

import io
import re
from html.parser import HTMLParser

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

from dashboard.queries import events, evidence, overview
from dashboard.queries.events import Listing
from dashboard.ui.evidence import card_html
from dashboard.ui.export import as_csv, as_parquet
from dashboard.ui.safe import safe_md, safe_url, web_link
from dashboard.ui.spans import Span, marked
from dashboard.ui.words import distinct, left_out, listed, plural
from published.cells import safe_cell, safe_cells
from published.filters import Filters
from published.store import Store
from tests.dashboard.made_rows import TRAPS


class Reader(HTMLParser):
    """Collects the tags and the text outside small labels."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._labels = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._labels += tag == "small"

    def handle_endtag(self, tag: str) -> None:
        self._labels -= tag == "small"

    def handle_data(self, data: str) -> None:
        self.text += "" if self._labels else data


def test_marked_text_is_the_text() -> None:
    text = "Iran & <Egypt> held talks — 5 < 6"
    html = marked(
        text, [Span(0, 4, "source", "source"), Span(7, 14, "target", "target"), Span(15, 25, "trigger", "trigger")]
    )
    assert Reader(html).text == text
    assert [attrs["class"] for tag, attrs in Reader(html).tags if tag == "mark"] == [
        "span-source", "span-target", "span-trigger",
    ]  # fmt: skip


def test_spans_may_overlap_and_keep_their_labels() -> None:
    text = "the Iran-Egypt thaw"
    html = marked(
        text, [Span(4, 8, "source", "source"), Span(4, 19, "trigger", "trigger"), Span(9, 14, "target", "target")]
    )
    read = Reader(html)
    assert read.text == text
    assert [attrs["class"] for tag, attrs in read.tags if tag == "mark"] == [
        "span-source span-trigger",
        "span-trigger",
        "span-target span-trigger",
        "span-trigger",
    ]
    assert re.findall(r"<small[^>]*>(\w+)</small>", html) == ["source", "target", "trigger"]


def test_offsets_count_code_points_from_where_the_sentence_begins() -> None:
    article = "🕊 Peace.\n\nIran met Oman."
    start = article.index("Iran")
    html = marked("Iran met Oman.", [Span(start, start + 4, "source")], offset=start)
    assert '<mark class="span-source" title="">Iran</mark> met' in html


@pytest.mark.parametrize("span", [Span(-3, 2, "source"), Span(2, 400, "source"), Span(3, 3, "source")])
def test_a_span_outside_the_text_is_not_marked(span: Span) -> None:
    assert marked("Iran met Oman.", [span]) == "Iran met Oman."


def test_a_card_of_hostile_text_holds_no_tag_of_its_making(stores: dict[str, Store]) -> None:
    con = stores["hostile"].cursor
    found = evidence.cards(con(), tuple(overview.newest(con(), Filters(), 100)))
    assert any(TRAPS["tag"] in card.evidence for card in found)
    for card in found:
        read = Reader(card_html(card))
        assert {tag for tag, _ in read.tags} <= {"div", "p", "span", "mark", "small", "dl", "dt", "dd"}
        assert not any(name.startswith("on") for _, attrs in read.tags for name in attrs)
        assert card.evidence in read.text


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x.invalid", "http://", None, "http://[x"],
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert safe_url(url) is None
    assert web_link(url) == ""


def test_a_web_address_is_escaped_and_tells_the_other_site_nothing() -> None:
    link = web_link('https://news.invalid/?a="><script>')
    assert "<script>" not in link
    assert 'rel="noopener noreferrer"' in link


@pytest.mark.parametrize("trap", TRAPS.values())
def test_a_markdown_label_is_shown_letter_by_letter(trap: str) -> None:
    escaped = safe_md(trap)
    assert re.sub(r"\\(.)", r"\1", escaped) == trap
    assert not re.search(r"(?<!\\)[\[\]()<>*_`$:!#|]", escaped)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_a_cell_is_no_formula(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


def test_plain_cells_stay_as_they_are() -> None:
    assert safe_cell("Iran") == "Iran"
    assert safe_cell(None) is None
    table = pa.table({"goldstein": [-8.0], "name": ["=x"], "who": [["a", "b"]]})
    assert safe_cells(table).to_pylist() == [{"goldstein": -8.0, "name": "'=x", "who": "a; b"}]


def test_exports_hold_the_whole_listing(stores: dict[str, Store]) -> None:
    con = stores["thousands"].cursor
    whole = events.whole(con(), Filters(), Listing(), "relations")
    assert pyarrow.parquet.read_table(io.BytesIO(as_parquet(whole))).equals(whole)
    read = pyarrow.csv.read_csv(
        io.BytesIO(as_csv(whole)), parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True)
    )
    assert read.num_rows == whole.num_rows == events.count(con(), Filters(), Listing())["relations"]
    assert "Oman (mediator)" in read["third_parties"].to_pylist()


def test_two_things_of_one_name_can_be_told_apart() -> None:
    assert distinct({"a": "Talks", "b": "Talks", "c": "Thaw"}) == {"a": "Talks (a)", "b": "Talks (b)", "c": "Thaw"}


def test_numbers_in_words() -> None:
    assert [plural(1, "story"), plural(2, "story"), plural(1200, "event")] == ["1 story", "2 stories", "1,200 events"]
    assert [listed([]), listed(["a"]), listed(["a", "b", "c"])] == ["", "a", "a, b and c"]
    assert left_out({"undated": 0, "coarse": 0, "older": 0}, "week") == ""
    assert left_out({"undated": 3, "coarse": 1, "older": 0}, "week") == (
        "Not in the chart: 3 undated and 1 dated less exactly than to the week."
    )
