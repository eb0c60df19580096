-- Each event of a week under each of the actors and countries that take part in it: who acts, and towards whom.
with events as (
    select * from {{ ref('int_events') }}
    where week is not null
),

ends as (
    select 'actor' as level, source_actor_id as party, true as is_source, source_actor_id = target_actor_id as is_both, *
    from events
    union all
    select 'actor' as level, target_actor_id, false, source_actor_id = target_actor_id, *
    from events
    union all
    select 'country' as level, source_country, true, source_country is not distinct from target_country, *
    from events
    union all
    select 'country' as level, target_country, false, source_country is not distinct from target_country, *
    from events
)

select
    level,
    party,
    week,
    event_id,
    is_source,
    is_source or not is_both as is_counted, -- once where both ends are the same
    quad_class
from ends
where party is not null
