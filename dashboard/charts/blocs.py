"""Which parties keep company: groups that cooperate more among each other than chance would have it.

Takes who is tied to whom and how strongly; gives the groups.  Greedy modularity (Clauset, Newman and Moore 2004): every
party begins alone, the two groups that gain most are joined, until none gain.  Nothing is drawn by lot.
"""

from collections import defaultdict
from collections.abc import Mapping

LEAST_MEMBERS = 3
CLEAR = 0.3  # the modularity from which groups are usually held to be real

Pair = tuple[str, str]


def blocs(strengths: Mapping[Pair, float]) -> list[list[str]]:
    """Groups of three or more, the largest first, where the whole falls clearly apart into groups; else none."""
    whole = sum(strengths.values())
    groups = {party: [party] for pair in sorted(strengths) for party in pair}
    share: dict[str, float] = defaultdict(float)  # of all ends of ties
    between: dict[Pair, float] = {}  # share of all ties
    for (one, other), strength in sorted(strengths.items()):
        share[one] += strength / whole / 2
        share[other] += strength / whole / 2
        between[min(one, other), max(one, other)] = strength / whole
    modularity = -sum(part**2 for part in share.values())
    while between:
        gain, pair = max(
            (found - 2 * share[one] * share[other], (one, other)) for (one, other), found in between.items()
        )
        if gain <= 0:
            break
        kept, gone = pair
        modularity += gain
        groups[kept] += groups.pop(gone)
        share[kept] += share.pop(gone)
        joined: dict[Pair, float] = defaultdict(float)
        for (one, other), found in between.items():
            one, other = sorted(kept if party == gone else party for party in (one, other))
            if one != other:
                joined[one, other] += found
        between = dict(joined)
    if modularity < CLEAR:
        return []
    clear = [sorted(members) for members in groups.values() if len(members) >= LEAST_MEMBERS]
    return sorted(clear, key=lambda members: (-len(members), members))
