"""Text copied from web pages: what each line is taken for."""

import textwrap

import pytest

from tests.articles.writing import BODY, article, paragraphs

TITLE = "Kestria and Maldovia sign border accord"
BODY_PARAGRAPHS = BODY.split("\n\n")


def test_a_title_and_a_body() -> None:
    cleaned = article(f"{TITLE}\n\n{BODY}")
    assert cleaned.title == TITLE
    assert paragraphs(cleaned) == BODY_PARAGRAPHS
    assert (cleaned.standfirst, cleaned.byline, cleaned.source, cleaned.published_at) == (None, None, None, None)
    assert cleaned.text == f"{TITLE}\n\n{BODY}"


@pytest.mark.parametrize(
    ("line", "title", "source"),
    [
        (f"{TITLE} | Harbour Gazette", TITLE, "Harbour Gazette"),
        (f"{TITLE} - Reuters", TITLE, "Reuters"),
        ("Kestria, Maldovia Sign Accord - Reuters", "Kestria, Maldovia Sign Accord", "Reuters"),
        ("Explainer: why Kestria signed", "Explainer: why Kestria signed", None),
        ("Kestria signs accord - and then what?", "Kestria signs accord - and then what?", None),
        ("Strike By Kestria", "Strike By Kestria", None),
        ("Talks In The U.S.", "Talks In The U.S.", None),
    ],
)
def test_titles(line: str, title: str, source: str | None) -> None:
    cleaned = article(f"{line}\n\n{BODY}")
    assert (cleaned.title, cleaned.source, cleaned.byline) == (title, source, None)
    assert paragraphs(cleaned) == BODY_PARAGRAPHS


def test_tags_and_entities_left_in_plain_text() -> None:
    text = BODY.replace("Tuesday", "<b>Tuesday</b>").replace('"We', "&ldquo;We").replace('map,"', "map,&rdquo;")
    assert paragraphs(article(text)) == [p.replace('"We', "“We").replace('map,"', "map,”") for p in BODY_PARAGRAPHS]


def test_a_transcript_has_no_dateline() -> None:
    cleaned = article(f"MARLOW: {BODY_PARAGRAPHS[0]}\n\nVANCE: {BODY_PARAGRAPHS[1]}\n\nMARLOW: {BODY_PARAGRAPHS[2]}")
    assert cleaned.dateline_place is None


def test_a_text_may_begin_without_a_title() -> None:
    cleaned = article(BODY)
    assert cleaned.title is None
    assert paragraphs(cleaned) == BODY_PARAGRAPHS


def test_the_head_of_an_article() -> None:
    cleaned = article(
        f"{TITLE}\n\nThe map ends ten years of quarrel.\nBy Jane Doe, Harbour News\n"
        f"Wednesday, 19 July 2023\n4 min read\nThe ministers in Port Salin [Getty]\n\n{BODY}"
    )
    assert cleaned.standfirst == "The map ends ten years of quarrel."
    assert (cleaned.byline, cleaned.source, cleaned.read_minutes) == ("Jane Doe", "Harbour News", 4)
    assert str(cleaned.published_at) == "2023-07-19 00:00:00+00:00"
    assert (cleaned.published_precision, cleaned.published_from) == ("day", "header_line")
    assert cleaned.published_raw == "Wednesday, 19 July 2023"
    assert paragraphs(cleaned, "caption") == ["The ministers in Port Salin"]
    assert paragraphs(cleaned) == BODY_PARAGRAPHS


@pytest.mark.parametrize(
    ("line", "source", "day"),
    [
        ("The Harbour Gazette | 19 July 2023", "The Harbour Gazette", "2023-07-19"),
        ("19 July 2023 · The Harbour Gazette · 3 min read", "The Harbour Gazette", "2023-07-19"),
        ("Harbour Gazette, July 19, 2023", "Harbour Gazette", "2023-07-19"),
        ("World | 19 July 2023", None, "2023-07-19"),
        ("Published: 19 July 2023", None, "2023-07-19"),
        ("Published 19 July 2023, updated 21 July 2023", None, "2023-07-19"),
        ("Last updated: 21 July 2023", None, None),
        ("Source: Xinhua", "Xinhua", None),
        ("REUTERS", "Reuters", None),
        ("Issued on: 19/07/2023 - 10:30", None, "2023-07-19"),
        ("July 19, 2023, 5:30 AM EDT / Updated July 20, 2023, 9 AM EDT", None, "2023-07-19"),
        ("Published On 19 Jul 2023", None, "2023-07-19"),
        ("3 hours ago", None, None),
        ("07/08/2023", None, None),
    ],
)
def test_header_lines(line: str, source: str | None, day: str | None) -> None:
    cleaned = article(f"{TITLE}\n{line}\n\n{BODY}")
    assert cleaned.source == source
    assert (cleaned.published_at.date().isoformat() if cleaned.published_at else None) == day


@pytest.mark.parametrize(
    ("line", "byline", "source"),
    [
        ("By Jane Doe", "Jane Doe", None),
        ("By Jane Doe and Dan Roe", "Jane Doe and Dan Roe", None),
        ("BY JANE DOE", "JANE DOE", None),
        ("By Jane Doe, Northern Lantern", "Jane Doe", "Northern Lantern"),
        ("By Jane Doe, chief correspondent", "Jane Doe, chief correspondent", None),
        ("By Jane Doe, Dan Roe, Ann Poe", "Jane Doe, Dan Roe, Ann Poe", None),
        ("By Jane Doe in Port Salin", "Jane Doe in Port Salin", None),
        ("By AFP", "AFP", "AFP"),
    ],
)
def test_bylines(line: str, byline: str, source: str | None) -> None:
    cleaned = article(f"{TITLE}\n{line}\n\n{BODY}")
    assert (cleaned.byline, cleaned.source) == (byline, source)


def test_a_name_alone_in_the_head_is_a_byline() -> None:
    cleaned = article(f"{TITLE}\n\nJane van Doe\n19 July 2023\n\n{BODY}")
    assert (cleaned.byline, cleaned.standfirst) == ("Jane van Doe", None)
    assert paragraphs(cleaned) == BODY_PARAGRAPHS


def test_a_long_head() -> None:
    cleaned = article(
        f"News|Politics\n{TITLE}\nThe map ends ten years of quarrel.\n\nThe envoy of Kestria\n"
        f"The envoy speaks in Port Salin [File: Dan Roe/Reuters]\nJane Doe in Port Salin\nPublished On 19 Jul 2023\n"
        f"\n{BODY}\n\nSource: Al Jazeera and news agencies"
    )
    assert (cleaned.title, cleaned.standfirst) == (TITLE, "The map ends ten years of quarrel.")
    assert (cleaned.byline, cleaned.source, str(cleaned.published_at)[:10]) == (
        "Jane Doe in Port Salin",
        "Al Jazeera",
        "2023-07-19",
    )
    assert paragraphs(cleaned, "caption") == ["The envoy speaks in Port Salin", "The envoy of Kestria"]
    assert paragraphs(cleaned) == BODY_PARAGRAPHS


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("July 19, 2023 by admin Leave a Comment", "admin"),
        ("by Jane Doe July 19, 2023 in News, World", "Jane Doe"),
    ],
)
def test_the_line_below_the_title_of_a_blog(line: str, byline: str) -> None:
    cleaned = article(f"{TITLE}\n{line}\n\n{BODY}")
    assert (cleaned.byline, str(cleaned.published_at)[:10]) == (byline, "2023-07-19")
    assert paragraphs(cleaned) == BODY_PARAGRAPHS


def test_a_date_below_the_first_paragraph_after_a_dateline() -> None:
    first, *rest = BODY_PARAGRAPHS
    cleaned = article("\n\n".join([TITLE, f"PORT SALIN (AP) — {first}", "Published: 19 July 2023", *rest]))
    assert (cleaned.standfirst, cleaned.dateline_place) == (None, "PORT SALIN")
    assert str(cleaned.published_at)[:10] == "2023-07-19"
    assert paragraphs(cleaned) == BODY_PARAGRAPHS


def test_the_outlets_own_staff_names_the_outlet() -> None:
    cleaned = article(f"{TITLE}\n\nHarbour News Staff & Agencies\n19 July 2023\n\n{BODY}")
    assert (cleaned.byline, cleaned.source) == ("Harbour News Staff & Agencies", "Harbour News")


def test_a_section_above_the_title_is_not_the_title() -> None:
    assert article(f"World\n{TITLE}\n19 July 2023\n\n{BODY}").title == TITLE


def test_a_sentence_that_begins_with_by_is_no_byline() -> None:
    cleaned = article(f"{TITLE}\n\n{BODY}\n\nBy Tuesday, the troops had gone.")
    assert cleaned.byline is None
    assert paragraphs(cleaned)[-1] == "By Tuesday, the troops had gone."


@pytest.mark.parametrize(
    ("dateline", "place", "source"),
    [
        ("PORT SALIN, July 20 (Reuters) - ", "PORT SALIN", "Reuters"),
        ("PORT SALIN (AP) — ", "PORT SALIN", "AP"),
        ("PORT SALIN, Kestria, July 20 (Harbour Agency) -- ", "PORT SALIN, Kestria", "Harbour Agency"),
        ("Port Salin, 20 July (AFP) – ", "Port Salin", "AFP"),
        ("PORT SALIN: ", "PORT SALIN", None),
        ("Port Salin, IRNA – ", "Port Salin", "IRNA"),
        ("July 20 (Reuters) - ", None, "Reuters"),
        ("PORT SALIN, (TASS) – ", "PORT SALIN", "TASS"),
        ("PORT SALIN — ", "PORT SALIN", None),
        ("(Reuters) - ", None, "Reuters"),
    ],
)
def test_datelines(dateline: str, place: str | None, source: str | None) -> None:
    cleaned = article(f"{TITLE}\n\n{dateline}{BODY}")
    assert (cleaned.dateline_place, cleaned.source) == (place, source)
    assert paragraphs(cleaned) == BODY_PARAGRAPHS  # the sentence begins after the dateline
    assert dateline in cleaned.text  # which stays in the text
    assert cleaned.published_at is None  # no year is said


@pytest.mark.parametrize("beginning", ["BREAKING: ", "The vote - ", "Kestria - "])
def test_what_only_looks_like_a_dateline(beginning: str) -> None:
    cleaned = article(f"{TITLE}\n\n{beginning}{BODY}")
    assert cleaned.dateline_place is None
    assert paragraphs(cleaned)[0] == beginning + BODY_PARAGRAPHS[0]


def test_a_dateline_with_a_year_dates_the_article() -> None:
    cleaned = article(f"{TITLE}\n\nPORT SALIN, July 20, 2023 (Reuters) - {BODY}")
    assert str(cleaned.published_at)[:10] == "2023-07-20"
    assert (cleaned.published_from, cleaned.published_raw) == ("dateline", "July 20, 2023")


def test_a_date_may_follow_the_place() -> None:
    cleaned = article(f"{TITLE}\n\nPORT SALIN – 20 July 2023: {BODY}")
    assert (cleaned.dateline_place, str(cleaned.published_at)[:10]) == ("PORT SALIN", "2023-07-20")
    assert paragraphs(cleaned) == BODY_PARAGRAPHS


def test_a_dateline_takes_its_year_from_the_manifest() -> None:
    cleaned = article(f"{TITLE}\n\nPORT SALIN, July 20 (Reuters) - {BODY}", given_published="2023")
    assert (str(cleaned.published_at)[:10], cleaned.published_from) == ("2023-07-20", "dateline")


def test_a_line_before_the_dateline_introduces_the_article() -> None:
    cleaned = article(f"{TITLE}\n\nThe map ends ten years of quarrel.\n\nPORT SALIN (AP) — {BODY}")
    assert cleaned.standfirst == "The map ends ten years of quarrel."
    assert paragraphs(cleaned) == BODY_PARAGRAPHS


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("The ministers in Port Salin [Getty]", "The ministers in Port Salin"),
        ("The ministers in Port Salin. (AFP)", "The ministers in Port Salin."),
        ("The ministers in Port Salin (Photo by Dan Roe)", "The ministers in Port Salin"),
        ("The ministers in Port Salin. Photo: Dan Roe/Reuters", "The ministers in Port Salin."),
        ("Photo: The ministers arrive in Port Salin", "The ministers arrive in Port Salin"),
        ("[Crowds in Port Salin on Tuesday / Harbour Photos]", "Crowds in Port Salin on Tuesday"),
        ("Photo: Dan Roe/Reuters", None),
        ("Getty Images", None),
    ],
)
def test_captions_stand_anywhere_and_are_no_body(line: str, caption: str | None) -> None:
    cleaned = article(BODY_PARAGRAPHS[0] + f"\n\n{line}\n\n" + "\n\n".join(BODY_PARAGRAPHS[1:]))
    assert paragraphs(cleaned, "caption") == ([caption] if caption else [])
    assert paragraphs(cleaned) == BODY_PARAGRAPHS
    assert cleaned.source is None  # who took the picture did not write the text


def test_a_sentence_that_ends_in_brackets_is_no_caption() -> None:
    sentence = "The envoy will travel through the Middle East and North Africa (MENA)."
    assert paragraphs(article(f"{BODY}\n\n{sentence}"))[-1] == sentence


def test_an_editors_insertion_is_no_credit() -> None:
    sentence = '"We shall restore our relations [with Maldovia] when the time has come," he said.'
    assert paragraphs(article(f"{BODY}\n\n{sentence}"))[-1] == sentence


@pytest.mark.parametrize(
    "line",
    [
        "Analysis\nLive Story",
        "Opinion\nJane Doe",
        "← Previous: Who drew the map",
        "Read more: Ten things about the accord",
        "Related Stories\nTen things about the accord\nWho drew the map",
        "Share this article\nFacebook\nTwitter",
        "Sign up for our newsletter and never miss a story",
        "We use cookies to make this site work.",
        "Advertisement",
        "12 Comments",
        "Leave a Reply\n\nYour email address will not be published. Required fields are marked *",
        "© 2023 Harbour Gazette. All rights reserved.",
        "Listen to this story",
        "(Reporting by Jane Doe; Editing by Dan Roe)",
    ],
)
@pytest.mark.parametrize("place", range(1, 4))
def test_residue_is_dropped_wherever_it_stands(line: str, place: int) -> None:
    texts = [*BODY_PARAGRAPHS[:place], line, *BODY_PARAGRAPHS[place:]]
    cleaned = article(f"{TITLE}\n\n" + "\n\n".join(texts))
    assert paragraphs(cleaned) == BODY_PARAGRAPHS
    assert not cleaned.is_truncated


def test_the_date_of_another_story_is_no_date() -> None:
    cleaned = article(f"{TITLE}\n\n{BODY}\n\n19 July 2019")
    assert paragraphs(cleaned) == BODY_PARAGRAPHS
    assert cleaned.published_at is None


def test_sentences_within_a_widgets_block_are_kept() -> None:
    cleaned = article(f"{BODY}\n\nRelated\nWho drew the map\nThe valley has been empty since June.")
    assert paragraphs(cleaned) == [*BODY_PARAGRAPHS, "The valley has been empty since June."]


def test_buttons_after_the_last_sentence_are_dropped() -> None:
    cleaned = article(f"{BODY}\n\nBuy this issue\nHarbour puzzles")
    assert paragraphs(cleaned) == BODY_PARAGRAPHS


def test_a_sentence_that_is_cut_off_is_kept_and_marked() -> None:
    cleaned = article(
        f"{TITLE}\n\n{BODY}\n\nThe valley was claimed by both. Its people had long asked for a road to the"
    )
    assert cleaned.is_truncated
    assert cleaned.flags == "truncated"
    assert [s.text for s in cleaned.sentences if not s.is_complete] == ["Its people had long asked for a road to the"]


@pytest.mark.parametrize(
    ("end", "source"),
    [(" (Reuters)", "Reuters"), (" – AFP", "AFP"), (" (Reporting by Jane Doe; Editing by Dan Roe)", None)],
)
def test_a_sign_off_is_no_cut_and_no_caption(end: str, source: str | None) -> None:
    cleaned = article(f"{TITLE}\n\n{BODY}{end}")
    assert (cleaned.is_truncated, cleaned.source) == (False, source)
    assert paragraphs(cleaned) == [*BODY_PARAGRAPHS[:-1], BODY_PARAGRAPHS[-1] + end]


def test_a_headline_inside_the_body_is_kept() -> None:
    texts = [*BODY_PARAGRAPHS[:2], "What happens next", *BODY_PARAGRAPHS[2:]]
    assert paragraphs(article("\n\n".join(texts))) == texts


def test_lines_broken_to_a_width_are_joined() -> None:
    wrapped = "\n\n".join(textwrap.fill(paragraph, 50) for paragraph in BODY_PARAGRAPHS)
    assert paragraphs(article(f"{TITLE}\n\n{wrapped}")) == BODY_PARAGRAPHS


def test_odd_characters() -> None:
    cleaned = article(
        f"{TITLE}\r\n\r\n"
        + BODY.replace("\n", "\r\n").replace(" met ", "\u00a0m\u00adet ").replace("Kestria", "Ke\u0301stria")
    )
    assert paragraphs(cleaned)[0] == BODY_PARAGRAPHS[0].replace("Kestria", "Késtria")


def test_markdown() -> None:
    text = f"""---
title: {TITLE}
author: Jane Doe
source: Northern Lantern
date: 2023-07-19
---

# {TITLE}

![The ministers in Port Salin. Photo: Dan Roe](x.jpg)

{BODY.replace("Port Salin", "[Port Salin](https://x.example/salin)").replace("map", "*map*")}

**Read more:** [Who drew the map](https://x.example/map)
"""
    cleaned = article(text, "inbox:a.md")
    assert (cleaned.title, cleaned.byline, cleaned.source) == (TITLE, "Jane Doe", "Northern Lantern")
    assert str(cleaned.published_at)[:10] == "2023-07-19"
    assert paragraphs(cleaned, "caption") == ["The ministers in Port Salin."]
    assert paragraphs(cleaned) == BODY_PARAGRAPHS


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("masthead", ["The Harbour Ledger", "Kestrian Lantern"])
def test_a_page_copied_whole_with_its_masthead(masthead: str, gap: str) -> None:
    head = [
        "Skip to content",
        masthead,
        "Subscribe | Sign in",
        "World",
        TITLE,
        "By Mara Lind",
        "Published 19 July 2023",
    ]
    cleaned = article(gap.join(head) + f"\n\n{BODY}")
    assert (cleaned.title, cleaned.source, cleaned.byline) == (TITLE, masthead, "Mara Lind")
    assert str(cleaned.published_at).startswith("2023-07-19")
    assert (cleaned.standfirst, paragraphs(cleaned)) == (None, BODY_PARAGRAPHS)


def test_a_short_title_with_a_standfirst_is_no_masthead() -> None:
    cleaned = article(f"Kestria Signs Accord\n\nBoth sides agree on a map after long talks.\nBy Mara Lind\n\n{BODY}")
    assert cleaned.title == "Kestria Signs Accord"
    assert cleaned.standfirst == "Both sides agree on a map after long talks."
