select
    source_name,
    cast(seen_at as date) as seen_on,
    outcome,
    reason,
    cast(sum(n_inputs) as integer) as n_inputs,
    cast(count(flags) as integer) as n_flagged,
    cast(coalesce(sum(size_bytes), 0) as bigint) as size_bytes
from {{ ref('int_outcomes') }}
group by source_name, cast(seen_at as date), outcome, reason
order by seen_on, source_name, outcome, reason
