{{ config(materialized='view') }}
with directions as (
    select
        *,
        cast(extract(isoyear from week) as integer) as year,
        least(source, target) as party,
        greatest(source, target) as other_party,
        case when source < target then source_name else target_name end as party_name,
        case when source < target then target_name else source_name end as other_party_name,
        case when source < target then n_events - n_symmetric else 0 end as n_from_party,
        case when source < target then 0 else n_events end as n_from_other_party
    from {{ public('dyad_weeks') }}
)

select
    level,
    year,
    party,
    other_party,
    min(party_name) as party_name,
    min(other_party_name) as other_party_name,
    cast(count(distinct week) as integer) as n_weeks,
    cast(sum(n_events) as integer) as n_events,
    cast(sum(n_symmetric) as integer) as n_symmetric,
    cast(sum(n_from_party) as integer) as n_from_party,
    cast(sum(n_from_other_party) as integer) as n_from_other_party,
    cast(sum(n_cooperative) as integer) as n_cooperative,
    cast(sum(n_conflictual) as integer) as n_conflictual,
    {{ balance('sum(n_cooperative)', 'sum(n_conflictual)') }} as balance
from directions
group by level, year, party, other_party
