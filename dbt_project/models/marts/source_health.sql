-- A source is late where it has given nothing new for more than twice the longest pause that it made in the eight weeks
-- before, and for more than two days: weekends and holidays are its own.  Before six days with something new there is no
-- habit to tell by, so that a folder that was read once is never late.
with days as (
    select source_name, cast(fetched_at as date) as day, max(fetched_at) as last_new_at
    from {{ ref('stg_documents') }}
    where source_name is not null
    group by source_name, cast(fetched_at as date)
),

pauses as (
    select
        *,
        day - lag(day) over (partition by source_name order by day asc) as n_days_before,
        max(day) over (partition by source_name) as last_day
    from days
),

habits as (
    select
        source_name,
        max(last_new_at) as last_new_at,
        max(last_day) as last_day,
        max(n_days_before) filter (where day >= last_day - 56) as longest_pause,
        count(*) filter (where day >= last_day - 56) as n_days
    from pauses
    group by source_name
),

told as (
    select
        sources.*,
        habits.last_new_at,
        case
            when sources.is_off then 'off'
            when sources.last_error is not null then 'failing'
            when sources.last_poll_at is null then 'new'
            else 'well'
        end as state,
        case
            when habits.n_days >= 6 then cast(builds.built_at as date) - habits.last_day
        end as n_days_without,
        habits.longest_pause
    from {{ ref('stg_sources') }} as sources
    left join habits on sources.source_name = habits.source_name
    left join {{ ref('stg_builds') }} as builds on true
)

select
    source_name,
    kind,
    outlet,
    country,
    state,
    last_poll_at,
    next_poll_at,
    n_failures,
    last_error,
    last_new_at,
    case
        when state = 'off' then 'off, and asked again only by name: ' || last_error
        -- what may pass by itself, as a site that does not answer, counts a quarter; of files nothing does
        when state = 'failing' and (n_failures >= 1 or n_failures = 0) then 'failing: ' || last_error
        when state = 'well' and n_days_without > greatest(2, 2 * longest_pause)
            then
                'nothing new for ' || n_days_without || ' days; its longest pause in the eight weeks before was '
                || longest_pause || if(longest_pause = 1, ' day', ' days')
    end as warning
from told
order by source_name
