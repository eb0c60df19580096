"""The name of a capital and the words beside it in; out: its government, the country as a place, or no actor at all.

`Moscow condemned`, `a visit to Moscow`, `talks in Moscow`: the government.  `A fire in Moscow`, `deported to Moscow`,
`Moscow's airport`: the country.  `Moscow, Idaho`, `Anna Moscow`: neither.  It looks at the words of one sentence alone.
"""

from typing import Literal

from pipelines.coder.lexicon import Lexicon
from pipelines.coder.names import Hit, Scan

_REACH = 4  # words before `to`, `from`, `including`
_LEADING = ("of", "on", "to", "from")
_PARTICLES = ("de", "del", "la", "el", "do", "da", "los", "las", "upon")

Sense = Literal["government", "place", "none"]


def sense_of_capital(scan: Scan, hit: Hit, country: str, lexicon: Lexicon) -> Sense:
    """What the name of the capital of `country` stands for."""
    if _is_part_of_name(scan, hit, lexicon):
        return "none"
    behind = _country_behind(scan, hit, lexicon)
    if behind is not None and country not in behind:
        return "none"  # `Tripoli, Lebanon`
    if behind or _has_thing(scan, hit, lexicon) or _is_placed(scan, hit.first, lexicon):
        return "place"
    return "government"


def _is_part_of_name(scan: Scan, hit: Hit, lexicon: Lexicon) -> bool:
    """`José Murguía Santiago`, `Santo Domingo de los Tsáchilas`."""
    words, end = scan.words, hit.end
    if scan.is_title_case:
        return False
    if end < len(words) and words[end].text in lexicon.words["pact"]:
        return True  # `the Paris Agreement`
    before = scan.chunk_ends.get(hit.first)
    if before is not None and scan.gap(hit.first) == 1:
        return before.end - before.first > 1
    at = end
    while at < len(words) and words[at].folded in _PARTICLES:
        at += 1
    return end < at < len(words) and words[at].text[0].isupper()


def _country_behind(scan: Scan, hit: Hit, lexicon: Lexicon) -> set[str | None] | None:
    """The countries that the name behind the comma can mean, where it says where the city is: `in Lima, Peru,`."""
    words = scan.words
    if hit.end + 1 >= len(words) or words[hit.end].folded != "," or hit.first == 0:
        return None
    state = scan.hits.get(hit.end + 1)
    if state is None or any(alias.alias_type in ("demonym", "metonym") for alias in state.aliases):
        return None
    countries = {lexicon.country(alias.actor_id) for alias in state.aliases if alias.actor_id.startswith("cty:")}
    home = {lexicon.country(alias.actor_id) for alias in hit.aliases}
    if countries & home:
        return countries
    after = words[state.end].folded if state.end < len(words) else "."
    closes = after in (",", ".", ")", ";") and not (after == "," and _goes_on(scan, state.end + 1))
    leads = words[max(_list_start(scan, hit.first) - 1, 0)].folded  # `in Melbourne, Victoria, Australia`
    return countries if countries and closes and (leads in lexicon.words["within"] or leads in _LEADING) else None


def _goes_on(scan: Scan, at: int) -> bool:
    """Whether a list of names goes on at a word: `in Paris, Germany, and Spain`."""
    at += at < len(scan.words) and scan.words[at].folded in ("and", "or")
    return at in scan.hits


def _has_thing(scan: Scan, hit: Hit, lexicon: Lexicon) -> bool:
    """`Nairobi's airport`, `Seoul High Court`, `the Kampala-Gulu Highway`, `London-based`: a thing of the city."""
    words, things = scan.words, lexicon.words["city_thing"]
    at = hit.end
    if at >= len(words):
        return False
    hyphen = scan.is_hyphened_on(hit.end - 1)
    if hyphen and (at in scan.chunks or words[at].folded == "based"):
        return True
    role = scan.roles.get(at)
    if role is not None and not scan.is_title_case and words[at].text[0].isupper() and role.role.number == "body":
        return scan.gap(at) == 1
    if words[at].folded in ("'s", "'"):
        at += 1
    for after in words[at : at + 3]:
        if after.folded in things or (after.text in lexicon.words["place_noun"] and after.text[0].isupper()):
            return True
        if not after.text[0].isalpha() or after.folded in lexicon.words["blocking"]:
            return False
    return False


def _is_placed(scan: Scan, first: int, lexicon: Lexicon) -> bool:
    """Whether the words before the name, or before the list it is in, say where, or where to."""
    words, classes = scan.words, lexicon.words
    first = _list_start(scan, first)
    while first and words[first - 1].folded in classes["city_part"]:
        if words[first - 1].folded in ("capital", "city"):
            return True
        first -= 1
        if first == 0 or words[first - 1].folded not in classes["within"]:
            return True  # `south Berlin`, `Metro Manila`
    if first < 2:
        return first == 1 and words[0].folded in classes["within"]
    before = words[first - 1].folded
    if before == "," and words[first - 2].folded in ("capital", "city"):
        return True
    near = {word.folded for word in words[max(first - 1 - _REACH, 0) : first - 1]}
    if before in classes["within"]:
        return words[first - 2].folded not in classes["hosted"]
    if before in ("to", "from", "into", "for"):
        return not near.isdisjoint(classes["carried"])
    if before in ("of", "and", "including"):
        return not near.isdisjoint(classes["city_thing"])
    return False


def _list_start(scan: Scan, first: int) -> int:
    """Where the list starts in which a name stands: `in Mashhad, Shiraz and Tehran`."""
    words = scan.words
    while first > 1 and words[first - 1].folded in ("and", "or", ","):
        end = first - 1
        if words[end - 1].folded == ",":
            end -= 1
        before = scan.chunk_ends.get(end) or scan.hit_ends.get(end)
        if before is None or before.first == 0:
            break
        first = before.first
    return first
