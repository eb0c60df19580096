{{ config(materialized='view') }}
with parts as (
    select
        unnest(relations.third_parties) as third_party,
        relations.story_id,
        events.event_id,
        events.quad_class,
        least(events.source_actor_id, events.target_actor_id) || ' ' || greatest(
            events.source_actor_id, events.target_actor_id
        ) as pair,
        case
            when extract(year from events.event_date_start) = extract(year from events.event_date_end)
                then cast(extract(year from events.event_date_start) as integer)
        end as year
    from {{ public('relations') }} as relations
    inner join {{ public('events') }} as events on relations.event_id = events.event_id
    where events.status = 'actual' and len(relations.third_parties) > 0
)

select
    third_party.actor_id as actor_id,
    min(third_party.actor) as actor,
    third_party.role as role,
    year,
    cast(count(distinct event_id) as integer) as n_events,
    cast(count(distinct pair) as integer) as n_pairs,
    cast(count(distinct story_id) as integer) as n_stories,
    cast(count(distinct event_id) filter (where quad_class like '%cooperation') as integer) as n_cooperative,
    cast(count(distinct event_id) filter (where quad_class like '%conflict') as integer) as n_conflictual
from parts
group by third_party.actor_id, third_party.role, year
