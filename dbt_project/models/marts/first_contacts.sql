{{ config(materialized='view') }}
with pairs as (
    select
        'actor' as level,
        source_actor_id as source,
        target_actor_id as target,
        source_actor as source_name,
        target_actor as target_name,
        *
    from {{ public('events') }}
    where week is not null and source_actor_id <> target_actor_id
    union all
    select 'country' as level, source_country, target_country, source_country, target_country, *
    from {{ public('events') }}
    where week is not null and source_country <> target_country
),

ranked as (
    select
        *,
        least(source, target) as party,
        greatest(source, target) as other_party,
        row_number() over (
            partition by level, least(source, target), greatest(source, target)
            order by week asc, event_date_start asc, event_date_end asc, first_published_at asc nulls last, event_id asc
        ) as place,
        count(*) over (partition by level, least(source, target), greatest(source, target)) as n_events,
        max(week) over (partition by level, least(source, target), greatest(source, target)) as last_week
    from pairs
)

select
    level,
    party,
    other_party,
    week as first_week,
    event_id as first_event_id,
    source,
    target,
    is_symmetric,
    cameo_code,
    plover_type,
    quad_class,
    last_week,
    cast(n_events as integer) as n_events
from ranked
where place = 1
