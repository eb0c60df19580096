{{ config(
    materialized='incremental', incremental_strategy='append',
    pre_hook="{{ forget(ref('int_touched_dyads'), ['level', 'source', 'target', 'week']) }}",
) }}
with dyads as (
    select *
    from {{ ref('int_dyads') }} as dyads
    where {{ of_touched('int_touched_dyads', ['level', 'source', 'target', 'week'], 'dyads') }}
),

stories as (
    select
        dyads.level,
        dyads.source,
        dyads.target,
        dyads.week,
        count(distinct stories.story_id) as n_stories
    from dyads
    inner join {{ ref('int_event_reports') }} as reports on dyads.event_id = reports.event_id and reports.is_told
    inner join {{ ref('int_stories') }} as stories on reports.article_id = stories.article_id
    group by dyads.level, dyads.source, dyads.target, dyads.week
),

events as (
    select
        level,
        source,
        target,
        week,
        count(*) as n_events,
        count(*) filter (where is_symmetric) as n_symmetric,
        count(*) filter (where quad_class in ('verbal_cooperation', 'material_cooperation')) as n_cooperative,
        count(*) filter (where quad_class in ('verbal_conflict', 'material_conflict')) as n_conflictual,
        count(*) filter (where quad_class = 'verbal_cooperation') as n_verbal_cooperation,
        count(*) filter (where quad_class = 'material_cooperation') as n_material_cooperation,
        count(*) filter (where quad_class = 'verbal_conflict') as n_verbal_conflict,
        count(*) filter (where quad_class = 'material_conflict') as n_material_conflict,
        count(goldstein) as n_goldstein,
        sum(cast(goldstein as decimal(6, 2))) as goldstein_sum -- exact, so that no order of adding shows
    from dyads
    group by level, source, target, week
),

names as (
    select 'actor' as level, actor_id as id, actor as name
    from {{ ref('int_actors') }}
    union all
    select 'country' as level, country as id, min(actor) as name
    from {{ ref('int_actors') }}
    where kind = 'country'
    group by country
)

select
    events.source,
    events.target,
    coalesce(source_names.name, events.source) as source_name,
    coalesce(target_names.name, events.target) as target_name,
    events.level,
    events.week,
    cast(events.n_events as integer) as n_events,
    cast(stories.n_stories as integer) as n_stories,
    cast(events.n_symmetric as integer) as n_symmetric,
    cast(events.n_cooperative as integer) as n_cooperative,
    cast(events.n_conflictual as integer) as n_conflictual,
    cast(events.n_verbal_cooperation as integer) as n_verbal_cooperation,
    cast(events.n_material_cooperation as integer) as n_material_cooperation,
    cast(events.n_verbal_conflict as integer) as n_verbal_conflict,
    cast(events.n_material_conflict as integer) as n_material_conflict,
    {{ balance('events.n_cooperative', 'events.n_conflictual') }} as balance,
    cast(events.goldstein_sum as double) / nullif(events.n_goldstein, 0) as goldstein_mean,
    cast(events.goldstein_sum as double) as goldstein_sum
from events
inner join stories
    on
        events.level = stories.level
        and events.source = stories.source
        and events.target = stories.target
        and events.week = stories.week
left join names as source_names on events.level = source_names.level and events.source = source_names.id
left join names as target_names on events.level = target_names.level and events.target = target_names.id
order by events.level, events.source, events.target, events.week
