"""What a page is instead of an article, or beside one: behind a wall, a stub, a running report.

Takes what was found of a page; gives flags.  A `paywall` may leave the whole text readable; only where too little is
left does `stub` say that its body is not the article.  A `live_blog` is a list of posts of different hours.
"""

import re
from functools import cache

from pipelines.articles.headers import is_clock
from pipelines.articles.metadata import PageMetadata
from pipelines.articles.seeds import residue

PAYWALL, STUB, LIVE_BLOG = "paywall", "stub", "live_blog"
LIVE_BLOG_CODED = "live_blog_coded"  # of the same, where its source wants it
BLOCKED = "blocked_page"

MIN_BODY = 200  # characters; no news page says less
TEASER = 1_200  # of what is behind a wall, no more than this is shown
SHOWN = 0.6  # of the words that the page says it has: less is a teaser
MIN_PHRASE = 3  # words; a button says less
POSTS = 5  # lines of nothing but a time of day
TIMES = 3  # where the address says that it is live

_LIVE_PATH = re.compile(
    r"/(?:live|liveblog|live-blog|live-updates?|live-news)(?:[/-]|$)|-live(?:blog|-blog|-updates?)?(?:[/-]|$)"
)


def flags(page: PageMetadata, body: list[str], reasons: frozenset[str], url: str | None, lines: list[str]) -> set[str]:
    """The flags of a page with this body; `reasons` why lines were dropped, `lines` all that was found as its text."""
    found = set()
    length = sum(map(len, body))
    if page.is_free is False or (page.is_free is None and PAYWALL in reasons):
        found.add(PAYWALL)
        words = sum(len(paragraph.split()) for paragraph in body)
        if length < TEASER or (page.n_words and words < SHOWN * page.n_words):
            found.add(STUB)
    if length < MIN_BODY:
        found.add(STUB)
    n_times = sum(is_clock(line) for line in lines)
    if page.is_live or n_times >= POSTS or (url and _LIVE_PATH.search(url) and max(n_times, page.n_times) >= TIMES):
        found.add(LIVE_BLOG)
    return found


def reasons_in(text: str) -> frozenset[str]:
    """Why a page may not be an article: `paywall`, `blocked_page`, as its text says anywhere, also out of sight."""
    text = text.lower()
    return frozenset(reason for reason, phrases in _phrases() if any(phrase in text for phrase in phrases))


@cache
def _phrases() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The phrases of the seeds that are long enough to be no button, for each reason."""
    known = residue()
    phrases = {phrase: what[1] for phrases in (known.exact, known.prefixes) for phrase, what in phrases.items()}
    return tuple(
        (reason, tuple(p for p, why in phrases.items() if why == reason and len(p.split()) >= MIN_PHRASE))
        for reason in (PAYWALL, BLOCKED)
    )
