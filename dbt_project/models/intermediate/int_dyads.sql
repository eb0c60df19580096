-- Each event of a week under its pair of countries and its pair of actors.  Symmetric events stand once, in the order
-- of the two ids; what happens inside one country is no pair of countries.
with events as (
    select * from {{ ref('int_events') }}
    where week is not null
),

actor_pairs as (
    select 'actor' as level, source_actor_id as source, target_actor_id as target, event_id
    from events
    where source_actor_id <> target_actor_id
),

country_pairs as (
    select
        'country' as level,
        case when is_symmetric then least(source_country, target_country) else source_country end as source,
        case when is_symmetric then greatest(source_country, target_country) else target_country end as target,
        event_id
    from events
    where source_country <> target_country
),

pairs as (
    select * from actor_pairs
    union all
    select * from country_pairs
)

select
    pairs.level,
    pairs.source,
    pairs.target,
    events.week,
    events.event_id,
    events.is_symmetric,
    events.quad_class,
    events.goldstein
from pairs
inner join events on pairs.event_id = events.event_id
