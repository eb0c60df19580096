select
    source_name,
    kind,
    outlet,
    country,
    case
        when is_off then 'off'
        when last_error is not null then 'failing'
        when last_poll_at is null then 'new'
        else 'well'
    end as state,
    last_poll_at,
    next_poll_at,
    n_failures,
    last_error
from {{ ref('stg_sources') }}
order by source_name
