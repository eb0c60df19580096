"""Made-up news pages: an article in one of several layouts, with all that surrounds one on the web.

`page(seed)` gives the HTML and what a reader would call the article.  Prose and layouts are written for this project;
the same seed gives the same page.
"""

import json
import random
from collections.abc import Callable
from html import escape
from typing import NamedTuple

from benchmarks.prose import PEOPLE, PLACES, SUBJECTS, sentence

SECTIONS = ["World", "Politics", "Business", "Markets", "Opinion", "Culture", "Sport", "Science", "Weather", "Video"]
OUTLETS = ["Harbour Gazette", "The Northern Lantern", "Meridian Post", "Castra Herald"]
REMARKS = [
    "I have said so for years and nobody listened.", "Great article, thank you.", "And who will pay for all of this?",
    "My grandfather lived in that valley, it was always theirs.", "Just another photo opportunity for the ministers.",
    "Could the paper please check the figures in the third paragraph?", "This will not last until the spring.",
]  # fmt: skip


class Page(NamedTuple):
    """A page, the paragraphs of its article, what may be counted to it or not, and the day in its mark-up."""

    html: str
    body: list[str]
    beside: list[str]  # title, standfirst, captions, subheadings
    day: str


class Story(NamedTuple):
    """What a layout lays out."""

    title: str
    standfirst: str
    body: list[str]
    caption: str
    author: str
    outlet: str
    day: str
    subheading: str


def page(seed: int) -> Page:
    """The page of a seed."""
    pick = random.Random(seed)
    story = Story(
        title=f"{pick.choice(PLACES)} and {pick.choice(PLACES)} at odds over {pick.choice(SUBJECTS)}",
        standfirst=sentence(pick),
        body=[" ".join(sentence(pick) for _ in range(pick.randrange(1, 4))) for _ in range(pick.randrange(6, 22))],
        caption=f"The {pick.choice(SUBJECTS).split(' ', 1)[1]} as seen from {pick.choice(PLACES)} [Pool]",
        author=f"{pick.choice(['Ana', 'Jon', 'Mira', 'Tarek'])} {pick.choice(PEOPLE)}",
        outlet=pick.choice(OUTLETS),
        day=f"{pick.randrange(2015, 2024)}-{pick.randrange(1, 13):02}-{pick.randrange(1, 29):02}",
        subheading=f"What {pick.choice(PLACES)} wants",
    )
    layout = LAYOUTS[seed % len(LAYOUTS)]
    inner = layout(story, pick)
    html = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">{_head(story, pick)}</head>\n'
        f'<body class="page">{_navigation(pick)}{inner}{_footer(story, pick)}{_scripts(pick)}</body></html>'
    )
    return Page(html, story.body, [story.title, story.standfirst, story.caption, story.subheading], story.day)


def _head(story: Story, pick: random.Random) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": f"{story.day}T08:30:00+02:00",
        "author": [{"@type": "Person", "name": story.author}],
        "publisher": {"@type": "Organization", "name": story.outlet},
        "isAccessibleForFree": True,
    }
    parts = [f"<title>{escape(story.title)} - {story.outlet}</title>"]
    if pick.random() < 0.7:
        parts.append(f'<script type="application/ld+json">{json.dumps(data)}</script>')
    parts += [
        f'<meta property="og:title" content="{escape(story.title)}">',
        f'<meta property="og:site_name" content="{story.outlet}">',
        f'<meta property="og:description" content="{escape(story.standfirst)}">',
        f'<meta property="article:published_time" content="{story.day}T08:30:00+02:00">',
        f'<link rel="canonical" href="https://news.example/{story.day}/{pick.randrange(10**6)}">',
        *(f'<link rel="preload" href="/static/{n}.js" as="script">' for n in range(pick.randrange(5, 20))),
        f"<style>{_css(pick)}</style>",
    ]
    return "".join(parts)


def _css(pick: random.Random) -> str:
    rules = (f".c{n}{{margin:{n}px;color:#{n % 999:03}}}" for n in range(pick.randrange(50, 800)))
    return "".join(rules)


def _scripts(pick: random.Random) -> str:
    """Scripts, of which most pages have more than of text."""
    code = "".join(f'window.q=window.q||[];q.push(["t{n}",{{"a":{n},"b":"<p>x</p>"}}]);' for n in range(200))
    return "".join(f"<script>{code}</script>" for _ in range(pick.randrange(1, 6)))


def _navigation(pick: random.Random) -> str:
    links = "".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in SECTIONS)
    more = "".join(f'<li><a href="/tag/{place.lower()}">{place}</a></li>' for place in pick.sample(PLACES, 8))
    return (
        f'<header class="site-header"><a class="logo" href="/">Home</a><nav><ul>{links}</ul></nav>'
        f'<div class="subnav"><ul>{more}</ul></div><form><input name="q"><button>Search</button></form></header>'
    )


def _teasers(pick: random.Random, n: int, summary: bool) -> str:
    def teaser() -> str:
        more = f"<p>{sentence(pick)}</p>" if summary else ""
        head = f"{pick.choice(PLACES)}: {pick.choice(SUBJECTS)}"
        return f'<li class="teaser"><a href="/a/{pick.randrange(10**6)}"><img src="/i.jpg" alt="">{head}</a>{more}</li>'

    return "".join(teaser() for _ in range(n))


def _related(pick: random.Random) -> str:
    return f'<aside class="related-box"><h4>Related</h4><ul>{_teasers(pick, 3, summary=False)}</ul></aside>'


def _sidebar(pick: random.Random) -> str:
    return (
        f'<aside class="sidebar"><h3>Most read</h3><ol>{_teasers(pick, 8, summary=False)}</ol>'
        f"<h3>Latest</h3><ul>{_teasers(pick, 5, summary=True)}</ul></aside>"
    )


def _share() -> str:
    names = ("Facebook", "X", "WhatsApp", "Email")
    return f'<div class="share-bar">{"".join(f"<a href=#><span>{name}</span></a>" for name in names)}</div>'


def _comments(pick: random.Random) -> str:
    def comment() -> str:
        text = " ".join(pick.sample(REMARKS, pick.randrange(1, 3)))
        who = pick.choice(PEOPLE).lower()
        return f'<li class="comment"><div class="author">{who}</div><div class="comment-body"><p>{text}</p></div></li>'

    shown = "".join(comment() for _ in range(pick.randrange(0, 8)))
    return (
        f'<section id="comments" class="comments-area"><h3>Comments</h3><ol class="comment-list">{shown}</ol>'
        "<form><p>Your email address will not be published. Required fields are marked *</p></form></section>"
    )


def _footer(story: Story, pick: random.Random) -> str:
    links = "".join(f'<li><a href="/about/{n}">{name}</a></li>' for n, name in enumerate(SECTIONS))
    return (
        f'<div class="newsletter"><h3>Our newsletter</h3><p>Get the best of {story.outlet} in your mail.</p></div>'
        f'<footer class="site-footer"><ul>{links}</ul><p>© {story.outlet}. All rights reserved. '
        "The publisher is not responsible for the content of external sites.</p></footer>"
    )


def _figure(story: Story) -> str:
    caption = escape(story.caption)
    return f'<figure><img src="/p.jpg" alt="{caption}"><figcaption>{caption}</figcaption></figure>'


def _paragraphs(story: Story, pick: random.Random, tag: str = "p") -> list[str]:
    """The paragraphs marked up, some with links and emphasis."""
    found = []
    for text in story.body:
        words = escape(text, quote=False).split(" ")
        if pick.random() < 0.3:
            place = pick.randrange(len(words))
            words[place] = f'<a href="/topic/{place}">{words[place]}</a>'
        found.append(f"<{tag}>{' '.join(words)}</{tag}>")
    return found


def _semantic(story: Story, pick: random.Random) -> str:
    """<main> and <article>, as style guides ask for."""
    body = _paragraphs(story, pick)
    body.insert(len(body) // 2, f"<h2>{story.subheading}</h2>")
    body.insert(3, _related(pick))
    return (
        f'<main><article><header><h1>{story.title}</h1><p class="standfirst">{escape(story.standfirst)}</p>'
        f'<div class="meta">By <a href="/au">{story.author}</a> <time datetime="{story.day}">{story.day}</time></div>'
        f"</header>{_share()}{_figure(story)}{''.join(body)}</article>{_comments(pick)}</main>{_sidebar(pick)}"
    )


def _blog(story: Story, pick: random.Random) -> str:
    """As blog software lays it out."""
    body = _paragraphs(story, pick)
    body.insert(2, _figure(story))
    tags = ", ".join(f'<a href="/t">{place}</a>' for place in pick.sample(PLACES, 4))
    return (
        f'<div id="page" class="site"><div id="content"><div id="primary"><div class="post hentry">'
        f'<h1 class="entry-title">{story.title}</h1>'
        f'<div class="entry-meta">Posted on {story.day} by {story.author}</div>'
        f'<div class="entry-content">{"".join(body)}{_share()}</div>'
        f'<div class="tags">Tags: {tags}</div></div>'
        f'{_comments(pick)}</div><div id="secondary" class="widget-area">{_sidebar(pick)}</div></div></div>'
    )


def _divs(story: Story, pick: random.Random) -> str:
    """Boxes in boxes with names that say little; paragraphs are <div>s."""
    body = _paragraphs(story, pick, "div")
    body.insert(4, f'<div class="c12 promo">Read more: <a href="/x">{pick.choice(SUBJECTS)}</a></div>')
    wrapped = "".join(f'<div class="c{n % 9}">{part}</div>' for n, part in enumerate(body))
    return (
        f'<div class="c1"><div class="c2"><div class="c3 headline"><h1>{story.title}</h1></div><div class="c4 lead">'
        f'{escape(story.standfirst)}</div>{_figure(story)}<div class="c5 article-body">{wrapped}</div>{_related(pick)}'
        f'</div><div class="c6">{_sidebar(pick)}</div></div>'
    )


def _breaks(story: Story, pick: random.Random) -> str:
    """An older site: a table for the columns, line breaks for the paragraphs."""
    text = "<br><br>".join(escape(paragraph, quote=False) for paragraph in story.body)
    return (
        f'<table width="960"><tr><td class="left"><ul>{_teasers(pick, 6, summary=False)}</ul></td>'
        f'<td class="story"><h1>{story.title}</h1><div class="date">{story.day}</div>'
        f'<div class="story-text">{text}</div>{_share()}</td></tr></table>{_comments(pick)}'
    )


def _interrupted(story: Story, pick: random.Random) -> str:
    """Advertisements, teasers and a newsletter box between the paragraphs."""
    parts = []
    for number, paragraph in enumerate(_paragraphs(story, pick)):
        parts.append(paragraph)
        if number % 4 == 3:
            parts.append('<div class="ad-slot" id="ad"><span>Advertisement</span></div>')
        if number == 5:
            parts.append(f'<div class="inline-newsletter"><h4>Sign up</h4><p>{sentence(pick)}</p></div>')
        if number == 8:
            parts.append(_related(pick))
    return (
        f'<main class="layout"><section class="article" itemprop="articleBody"><h1>{story.title}</h1>'
        f'<h2 class="subtitle">{escape(story.standfirst)}</h2>{_figure(story)}{"".join(parts)}</section>'
        f'<section class="author-box"><h4>About the author</h4><p>{story.author} writes about {pick.choice(PLACES)}.'
        f"</p></section>{_sidebar(pick)}{_comments(pick)}</main>"
    )


LAYOUTS: list[Callable[[Story, random.Random], str]] = [_semantic, _blog, _divs, _breaks, _interrupted]
