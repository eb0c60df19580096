"""Map: events by the country of those who take part, and those who are of no country."""

import pyarrow as pa

from published.filters import Filters, counted
from published.ledger import happened, relation_ids
from published.table import Cursor, table

# The condition over the ledger that a party is on a side; what is mutual has both parties on both sides.
SIDES = {
    "either": "(source_party = $party or target_party = $party)",
    "source": "(source_party = $party or (is_symmetric and target_party = $party))",
    "target": "(target_party = $party or (is_symmetric and source_party = $party))",
}
ELSEWHERE = 12

# An event counts once for each party on the side asked for; what is mutual has both parties on both sides.
_PARTIES = """
{happened},
grouped as (
    select source_party, target_party, is_symmetric, quad_class, count(*) as n from happened group by all
),
ends as (
    select source_party as party, quad_class, n from grouped where $side <> 'target' or is_symmetric
    union all
    select target_party, quad_class, n from grouped
    where
        ($side <> 'source' or is_symmetric)
        and (source_party <> target_party or ($side = 'target' and not is_symmetric))
),
sums as (
    select
        cast(party as varchar) as party, cast(sum(n) as integer) as n_events,
        cast(coalesce(sum(n) filter (quad_class like '%cooperation'), 0) as integer) as n_cooperative,
        cast(coalesce(sum(n) filter (quad_class like '%conflict'), 0) as integer) as n_conflictual
    from ends group by party
)
"""
_IS_COUNTRY = "regexp_full_match(sums.party, '[A-Z]{3}')"


def countries(con: Cursor, filters: Filters, side: str) -> pa.Table:
    """Countries with an event, the busiest first.

    country, country_name, n_events, n_cooperative, n_conflictual, balance (cooperation less conflict as a share of
    both).
    """
    sql, values = happened(filters)
    return table(
        con,
        f"""
        {_PARTIES.format(happened=sql)}
        select
            sums.party as country, coalesce(label, sums.party) as country_name, n_events, n_cooperative, n_conflictual,
            (n_cooperative - n_conflictual) / nullif(n_cooperative + n_conflictual, 0) as balance
        from sums left join parties using (party)
        where {_IS_COUNTRY} order by n_events desc, country
        """,
        values | {"side": side},
    )


def elsewhere(con: Cursor, filters: Filters, side: str, limit: int = ELSEWHERE) -> pa.Table:
    """Parties of no country, the busiest first: party, name, n_events, n_all (how many such parties there are)."""
    sql, values = happened(filters)
    return table(
        con,
        f"""
        {_PARTIES.format(happened=sql)}
        select sums.party as party, coalesce(label, sums.party) as name, n_events, count(*) over () as n_all
        from sums left join parties using (party)
        where not {_IS_COUNTRY} order by n_events desc, sums.party limit $limit
        """,
        values | {"side": side, "limit": limit},
    )


def newest(con: Cursor, filters: Filters, party: str, side: str, limit: int) -> list[str]:
    """Ids of the relations that count for this party on this side, the newest first, undated last."""
    where, values = counted(filters)
    chosen = f"""
    select row_no from ledger where {where} and {SIDES[side]}
    order by event_date_start desc nulls last, published_at desc nulls last, confidence desc, row_no limit $limit
    """
    return relation_ids(con, chosen, values | {"party": party, "limit": limit})
