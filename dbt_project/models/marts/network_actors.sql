{{ config(materialized='view') }}
with ends as (
    select level, year, party, party_name, n_events, n_cooperative, n_conflictual, balance
    from {{ public('network_ties') }}
    union all
    select level, year, other_party, other_party_name, n_events, n_cooperative, n_conflictual, balance
    from {{ public('network_ties') }}
),

counts as (
    select
        level,
        year,
        party,
        min(party_name) as party_name,
        count(*) as degree,
        count(*) filter (where balance > 0) as n_friendly,
        count(*) filter (where balance < 0) as n_hostile,
        sum(n_events) as n_events,
        sum(n_cooperative) as n_cooperative,
        sum(n_conflictual) as n_conflictual
    from ends
    group by level, year, party
)

select
    level,
    year,
    party,
    party_name,
    cast(degree as integer) as degree,
    -- the share of all others of that year and level with whom it deals
    cast(degree as double) / nullif(count(*) over (partition by level, year) - 1, 0) as centrality,
    cast(n_friendly as integer) as n_friendly,
    cast(n_hostile as integer) as n_hostile,
    cast(n_events as integer) as n_events,
    cast(n_cooperative as integer) as n_cooperative,
    cast(n_conflictual as integer) as n_conflictual,
    {{ balance() }} as balance
from counts
