"""Role phrases with what belongs to them: `the former Iranian minister`, `Iran's top diplomat`, `his wife Maryam`.

It takes a scanned sentence and gives phrases with their parts (owner, modifiers, the name beside it); who that is, is
for `resolve`.  A phrase without an owner, an article or a name beside it is given only where the role can stand alone.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines.coder.lexicon import Lexicon, Role
from pipelines.coder.names import Chunk, Hit, RoleHit, Scan
from pipelines.coder.tokens import new

RELATION = "relation"  # whose role names another than its owner: rival, ally, critic, successor
_BEFORE_AMOUNT = ("a", "half")
_PLURAL = ("s", "men", "people", "police", "personnel")


class Span(NamedTuple):
    """Words `first` up to `end` of the sentence."""

    first: int
    end: int


class Descriptor(NamedTuple):
    """A role phrase.  `owner` is whose role it is; `name` the person named beside it."""

    first: int
    end: int
    role_first: int  # where the role phrase itself starts and ends
    role_end: int
    role: Role
    owner: Hit | Chunk | Span | None = None  # a Span is a pronoun, or a nested descriptor
    possessor: Span | None = None  # the pronoun before it (`his`), which is the owner too where there is no other
    name: Hit | Chunk | None = None
    effects: frozenset[str] = frozenset()  # former then late acting ...
    determiner: str = ""
    is_counted: bool = False  # `dozens of refugees`, `over half a million people`
    is_unspecific: bool = False  # `no Iranian president`, `an Egyptian king`: nobody in particular


@dataclass(slots=True)
class _Left:
    """What stands before a role phrase, gathered from right to left."""

    first: int
    owner: Hit | Chunk | Span | None = None
    possessor: Span | None = None
    effects: set[str] = field(default_factory=set)
    determiner: str = ""
    is_counted: bool = False


def descriptors(scan: Scan, lexicon: Lexicon) -> list[Descriptor]:
    """All role phrases of a sentence, from left to right."""
    found: list[Descriptor] = []
    for hit in scan.roles.values():
        left = _left(scan, hit, lexicon)
        owner, end = left.owner, hit.end
        if owner is None and left.possessor is None:
            owner, end = _of(scan, hit.end, hit.role)
            if owner is None and hit.role.number == "person":
                owner, end = _at_body(scan, hit.end)
        owned = owner is not None
        name = _name_beside(scan, left.first, end, hit, lexicon, owned)
        unspecific = left.determiner in ("a", "an", "another") or left.determiner in lexicon.words["unspecific"]
        parts = (
            left.first,
            end,
            hit.first,
            hit.end,
            hit.role,
            owner or left.possessor,
            left.possessor,
            name,
            frozenset(left.effects),
            left.determiner,
            left.is_counted,
            unspecific,
        )
        item = new(Descriptor, parts)
        if _stands(item, scan, lexicon):
            found.append(item)
    return found


def shared_roles(scan: Scan, found: list[Descriptor]) -> dict[int, Role]:
    """First words of nationalities that share the role of the next one: `Italian and Hungarian soldiers`."""
    shared: dict[int, Role] = {}
    for item in found:
        if item.role.number != "people" or not isinstance(item.owner, Hit) or not _is_demonym(item.owner):
            continue
        at = item.owner.first
        joints: tuple[str, ...] = ("and", "or")
        while at > 1 and scan.words[at - 1].folded in joints:
            before = scan.hit_ends.get(at - 1)
            if before is None or not _is_demonym(before) or _is_plural(scan.words[before.end - 1].text):
                break
            shared[before.first] = item.role
            at, joints = before.first, (*joints, ",")
    return shared


def _is_demonym(hit: Hit) -> bool:
    return all(alias.alias_type == "demonym" for alias in hit.aliases)


def _is_plural(text: str) -> bool:
    return text.endswith("s") and not text.endswith("ss")


def _stands(item: Descriptor, scan: Scan, lexicon: Lexicon) -> bool:
    scope, number = item.role.scope, item.role.number
    if scope == "alone" and item.end < len(scan.words) and scan.words[item.end].folded in lexicon.words["attributed"]:
        return False  # `its military operation`
    if scope == "kin":
        attributed = item.role_end in scan.roles and item.role_end == item.end  # `Sudan's rival generals`
        return item.owner is not None and not (attributed and item.role.organisation == RELATION)
    if item.name is not None:
        return True
    if scope == "title":
        return False
    if item.owner is not None:
        return scope != "with_country" or number == "person" or not isinstance(item.owner, Span)
    if item.is_counted and number == "people":
        return True
    if scope == "with_country":  # `the minister`, if one was named before
        return item.determiner == "the" and number == "person" and item.first == item.role_first - 1
    if item.determiner == "the" or item.role.organisation == "predicate":
        return True
    if item.role.phrase == "government":
        return not item.determiner and scan.words[item.first].text.islower()
    if scope == "bare":
        return True
    if item.determiner in lexicon.words["unspecific"]:
        return False
    if number == "people":
        return item.role.phrase.endswith(_PLURAL)
    return number == "body" and item.role.organisation in ("opposition", "rebels", "militants", "militia")


def _left(scan: Scan, hit: RoleHit, lexicon: Lexicon) -> _Left:
    left = _Left(hit.first)
    at = hit.first
    words = scan.words
    while at > 0:
        word = words[at - 1]
        name = scan.hit_ends.get(at)
        if name is not None:
            if left.owner is not None or not _adjoins(scan, name, hit, at == hit.first, lexicon):
                break
            left.owner = name
            left.first = at = name.first
            continue
        if word.folded in ("'s", "'") and left.owner is None:
            owner = scan.hit_ends.get(at - 1) or scan.chunk_ends.get(at - 1) or _role_span(scan, at - 1)
            if owner is None:
                break
            left.owner = owner
            left.first = _title_before(scan, owner.first)
            break
        length, effect = _modifier_before(scan, at, lexicon)
        if length:
            left.effects.add(effect)
            left.first = at = at - length
            continue
        if word.folded in lexicon.words["possessive"]:
            left.possessor, left.first = Span(at - 1, at), at - 1
            break
        if word.folded in lexicon.words["unspecific"]:  # stays outside, so that `no` is read as a negation
            left.determiner = word.folded
            break
        if word.folded in lexicon.words["determiner"]:
            left.determiner, left.first = word.folded, at - 1
            break
        if word.folded == "of" and at > 1 and words[at - 2].folded in lexicon.words["quantity"] and left.owner is None:
            left.first, left.is_counted = at - 2, True
            if at > 2 and words[at - 3].folded in ("a", "the"):
                left.first = at - 3
            break
        counted = _amount_before(scan, at, lexicon) if hit.role.number == "people" else at
        if counted < at:
            left.first, left.is_counted = counted, True
            break
        chunk = scan.chunk_ends.get(at)
        if chunk is not None and left.owner is None and hit.role.organisation == "government":
            left.owner = chunk  # `the Netanyahu government`; whether it is a person is for resolve
            at = left.first = chunk.first
            continue
        skip = _adjectives_before(scan, at, lexicon)
        if not skip or (skip > 1 and _is_clause_before(scan, hit)):
            break
        at -= skip
    return left


def _amount_before(scan: Scan, end: int, lexicon: Lexicon) -> int:
    """Where an amount starts that ends before word `end`: `half a million`, `more than 2,000`, but no bare figure."""
    words, first = scan.words, end
    if words[end - 1].folded in lexicon.words["amount"]:
        first -= 1
        while first and (words[first - 1].folded in _BEFORE_AMOUNT or words[first - 1].text[0].isdigit()):
            first -= 1
    if first == end and not words[end - 1].text[0].isdigit():
        return end
    figure = min(first, end - 1)
    for length in (2, 1):
        if figure >= length and scan.key(figure - length, figure) in lexicon.words["about"]:
            return figure - length
    return first


def _title_before(scan: Scan, first: int) -> int:
    """Where a possessor starts with its title: `President Sisi's government`, `the foreign minister's visit`."""
    title = scan.role_ends.get(first)
    if title is not None:
        first = title.first
    return first - 1 if first and scan.words[first - 1].folded == "the" else first


def _adjoins(scan: Scan, name: Hit, hit: RoleHit, directly: bool, lexicon: Lexicon) -> bool:
    """Whether a name right before a role owns it: `Iranian officials`, `US envoy`, but not `told Iran officials`."""
    if any(alias.alias_type == "demonym" or not alias.actor_id.startswith(("cty:", "gov:")) for alias in name.aliases):
        return True
    if scan.text(name.first, name.end).replace(".", "").isupper():
        return True
    if not directly:
        return False
    if scan.words[hit.first].text[0].isupper() or name.first == 0:
        return True
    return (
        scan.words[name.first - 1].folded in lexicon.words["before_owner"]
    )  # `a Kosovo officer`, not `in Syria rebels`


def _role_span(scan: Scan, end: int) -> Span | None:
    role = scan.role_ends.get(end)
    return Span(role.first, role.end) if role else None


def _modifier_before(scan: Scan, end: int, lexicon: Lexicon) -> tuple[int, str]:
    if not lexicon.modifiers.may_end(scan.words[end - 1].folded):
        return 0, ""
    for length in (3, 2, 1):
        if end >= length:
            found, entries = lexicon.modifiers.longest(scan.words, end - length)
            if found == length:
                return length, entries[0][0]
    return 0, ""


def _adjectives_before(scan: Scan, end: int, lexicon: Lexicon) -> int:
    """Up to three unknown lower-case words between a possessor or a nationality and the role."""
    for length in (1, 2, 3):
        at = end - length
        if at < 1 or not scan.words[at].text.isalpha() or not scan.words[at].text.islower():
            return 0
        if scan.words[at].folded in lexicon.words["blocking"] or (length > 1 and at + 1 in scan.role_ends):
            return 0
        if length > 1 and _is_plural(scan.words[at].text):
            return 0  # `Russian bulldozers crush protesters`: a noun and its verb
        if scan.words[at - 1].folded in ("'s", "'"):
            return length
        demonym = scan.hit_ends.get(at)
        if demonym is not None:
            is_adjective = demonym.aliases[0].alias_type == "demonym" and not _is_plural(scan.words[at - 1].text)
            return length if is_adjective else 0  # plurals are nouns: what follows them may be a verb
    return 0


def _is_clause_before(scan: Scan, hit: RoleHit) -> bool:
    """`A Ruritanian missile strikes Prince Rupert Base`, `a plane carrying mercenaries`: a verb before the role."""
    before = scan.words[hit.first - 1].folded
    return before.endswith("ing") or (scan.words[hit.first].text[0].isupper() and _is_plural(before))


def _of(scan: Scan, end: int, role_before: Role) -> tuple[Hit | Chunk | None, int]:
    """`of Oman`, `of the United States`, `of the Iranian exile group Mujahedeen-e-Khalq` after a role."""
    if end + 1 >= len(scan.words) or scan.words[end].folded not in ("of", "for"):
        return None, end
    at = end + 1
    chunk = scan.chunks.get(at)
    if chunk is not None and role_before.organisation == RELATION:
        return chunk, chunk.end  # `a critic of Putin`
    for _ in range(5):
        hit = scan.hits.get(at)
        if hit is not None and not any(alias.alias_type == "demonym" for alias in hit.aliases):
            bare = hit.end >= len(scan.words) or scan.words[hit.end].folded not in ("'s", "'")
            return (hit, hit.end) if bare and not scan.is_hyphened_on(hit.end - 1) else (None, end)
        role = scan.roles.get(at)
        if hit is not None:
            at = hit.end
        elif role is not None:
            at = role.end
        elif at < len(scan.words) and scan.words[at].folded in ("the", "a", "an"):
            at += 1
        else:
            break
    return None, end


def _at_body(scan: Scan, end: int) -> tuple[Hit | None, int]:
    """`an official at the Lao foreign ministry`, `an aide in Ruto's office`: whose body it is that one serves."""
    words = scan.words
    if end + 2 >= len(words) or words[end].folded not in ("at", "in", "from"):
        return None, end
    hit = scan.hits.get(end + 2 if words[end + 1].folded == "the" else end + 1)
    if hit is None or hit.end >= len(words):
        return None, end
    body = scan.roles.get(hit.end + (words[hit.end].folded in ("'s", "'")))
    return (hit, body.end) if body is not None and body.role.number == "body" else (None, end)


def _name_beside(scan: Scan, first: int, end: int, hit: RoleHit, lexicon: Lexicon, owned: bool) -> Hit | Chunk | None:
    """The person in apposition: `Foreign Minister Jane Roe`, `the minister, Jane Roe,`, `Jane Roe, the minister`."""
    words = scan.words
    if hit.role.organisation == RELATION:
        return _related(scan, first, end)
    if hit.role.number != "person" and hit.role.scope != "title":
        return _called(scan, end, lexicon)
    apart = hit.role.scope in ("", "bare") or (hit.role.scope == "with_country" and owned)  # a comma may stand between
    at = end
    while at in scan.roles and scan.roles[at].role.number == "person":  # a second title: Supreme Leader Ayatollah X
        at = scan.roles[at].end
    found = _person_at(scan, at)
    if found is not None:
        return found
    if end < len(words) and words[end].folded == "," and apart:
        found = _person_at(scan, end + 1)
        if found is not None and (found.end >= len(words) or words[found.end].folded in (",", ".", "and", ")")):
            return found
    if first > 3 and words[first - 2].folded == "who" and words[first - 1].folded in ("is", "was"):
        first -= 2  # `Jane Roe, who is the Kenyan envoy,`
    if first > 1 and words[first - 1].folded == "," and apart:
        before = scan.hit_ends.get(first - 1) or scan.chunk_ends.get(first - 1)
        if before is not None and (isinstance(before, Chunk) or _is_person(before)):
            return before
    return None


def _related(scan: Scan, first: int, end: int) -> Hit | Chunk | None:
    """Who is somebody's rival or successor: `A's rival B`, `B, A's rival,`."""
    words = scan.words
    found: Hit | Chunk | None = scan.hits.get(end) or (None if scan.is_title_case else scan.chunks.get(end))
    if found is None and end < len(words) and words[end].folded == ",":
        found = scan.hits.get(end + 1) or scan.chunks.get(end + 1)
        if found is not None and found.end < len(words) and words[found.end].folded not in (",", "."):
            found = None
    if found is None and first > 1 and words[first - 1].folded == ",":
        found = scan.hit_ends.get(first - 1) or scan.chunk_ends.get(first - 1)
    return None if isinstance(found, Hit) and _is_demonym(found) else found


def _called(scan: Scan, end: int, lexicon: Lexicon) -> Hit | Chunk | None:
    """The name that a group is given: `a group of hackers claiming to be called X`, `a militia known as Y`."""
    named = lexicon.words["named"]
    for at, word in enumerate(scan.words[end : min(end + 6, len(scan.words) - 1)], end):
        if word.folded in named:
            at += 2 if scan.words[at + 1].folded in ("as", "the") else 1
            hit = scan.hits.get(at)
            if hit is not None:
                return hit if hit.aliases[0].actor_id.startswith(("grp:", "org:")) else None
            return None if scan.is_title_case else scan.chunks.get(at)
        if word.folded in (",", ".", ";"):
            break
    return None


def _person_at(scan: Scan, at: int) -> Hit | Chunk | None:
    hit = scan.hits.get(at)
    if hit is not None and _is_person(hit):
        return hit
    return None if scan.is_title_case else scan.chunks.get(at)


def _is_person(hit: Hit) -> bool:
    return any(alias.actor_id.startswith("per:") for alias in hit.aliases)
