"""Who brings two parties together or receives them: `brokered by A`, `A-mediated`, `with A's mediation`, `under the
auspices of A`, `with A as go-between`, `hosted by A`.

Takes tagged clauses; gives mentions with their role.  Which relations they serve is decided by `relations`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.coder.arguments import arguments, conjuncts_right, joined_by_hyphen, possessor
from pipelines.coder.clauses import Clauses
from pipelines.coder.patterns import Patterns
from pipelines.coder.status import verb_stance
from pipelines.coder.subjects import subject
from pipelines.coder.types import Mention

GIVERS = frozenset(["by", "of", "from"])


@dataclass(frozen=True, slots=True)
class Broker:
    """Who brokered or hosted (`role` mediator or host), and the item that says so."""

    mentions: tuple[Mention, ...]
    role: str
    at: int
    stance: str | None = None  # of the verb that says so, where it is the broker's own act


def brokers(clauses: Clauses, patterns: Patterns) -> Iterator[Broker]:
    """Every mediator or host of the events that the sentence names."""
    items = clauses.items
    if clauses.words.isdisjoint(patterns.brokering):
        return
    for at, item in enumerate(items):
        role = patterns.brokering.get(item.word) if item.tag in ("V", "N", "?") else None
        mentions: tuple[Mention, ...] = ()
        stance = None
        if role and at > 1 and items[at - 1].word == "-" and items[at - 2].mention:
            mentions = joined_by_hyphen(items, at - 2)
        elif role and (verb := clauses.verb_at(at)) is not None and verb.at == at:
            if verb.passive:
                mentions = next((a.mentions for a in arguments(clauses, at + 1) if a.path[-1:] == ("by",)), ())
            elif any(a.path[-1:] in (("between",), ("among",)) for a in arguments(clauses, at + 1)):
                mentions = subject(clauses, verb, patterns)  # `hosted talks between A and B`
                stance = verb_stance(clauses, verb, patterns)
        elif patterns.words.is_a(item.word, "brokerage"):
            role, mentions = "mediator", _aid(clauses, at)
        elif patterns.words.is_a(item.word, "broker") and at > 1 and items[at - 1].word in ("as", "a", "an", "the"):
            role, mentions = role or "mediator", _serving(clauses, at)
        if role and mentions:
            yield Broker(mentions, role, at, stance)


def _aid(clauses: Clauses, at: int) -> tuple[Mention, ...]:
    """`with Qatari mediation`, `under UN auspices`, `through the mediation of A`: whose, where a preposition leads."""
    items = clauses.items
    left = at - 1
    while left >= 0 and items[left].tag in ("DET", "N", "A", "POSS", "ADV", "CONJ", ",", "-", "OWN"):
        left -= 1
    if left < 0 or items[left].word not in ("with", "through", "under", "by", "after", "thanks", "to", "following"):
        return ()
    owner = possessor(clauses, at)
    if not owner and items[at - 1].tag == "A" and (mention := items[at - 1].mention):
        owner = (mention,)
    return owner or next((a.mentions for a in arguments(clauses, at + 1) if a.path[:1] and a.path[0] in GIVERS), ())


def _serving(clauses: Clauses, at: int) -> tuple[Mention, ...]:
    """`with A as go-between`: A."""
    items = clauses.items
    place = at - 1
    while place > 0 and items[place].tag in ("DET", "SUB", "PREP") and items[place].word != "with":
        place -= 1
    start = place
    while start > 0 and items[start].tag in ("A", "CONJ", ",", "DET"):
        start -= 1
    if items[start].word != "with" or start == place:
        return ()
    first = next((i for i in range(start + 1, place + 1) if items[i].tag == "A"), None)
    return conjuncts_right(clauses, first)[0] if first is not None else ()
