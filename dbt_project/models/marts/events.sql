{{ config(
    materialized='incremental', incremental_strategy='append',
    pre_hook="{{ forget(ref('int_touched_events'), ['event_id']) }}",
) }}
with lists as (
    select
        event_id,
        list(relation_id order by evidence_no) filter (where is_told) as relation_ids,
        coalesce(list(relation_id order by evidence_no) filter (where not is_told), []) as denial_ids
    from {{ ref('int_event_reports') }} as reports
    where event_id is not null and {{ of_touched('int_touched_events', ['event_id'], 'reports') }}
    group by event_id
)

select
    events.event_id,
    events.source_actor_id,
    events.source_actor,
    events.source_country,
    events.source_sector,
    events.source_code,
    events.target_actor_id,
    events.target_actor,
    events.target_country,
    events.target_sector,
    events.target_code,
    events.cameo_code,
    events.cameo_root,
    events.plover_type,
    events.quad_class,
    events.goldstein,
    events.is_symmetric,
    events.status,
    events.event_date_start,
    events.event_date_end,
    events.event_date_precision,
    events.week,
    cast(events.n_relations as integer) as n_relations,
    cast(events.n_articles as integer) as n_articles,
    cast(events.n_stories as integer) as n_stories,
    cast(events.n_sources as integer) as n_sources,
    cast(events.n_actual as integer) as n_actual,
    cast(events.n_negated as integer) as n_negated,
    events.n_negated > 0 as is_disputed,
    events.first_published_at,
    events.last_published_at,
    events.best_relation_id,
    lists.relation_ids,
    lists.denial_ids
from {{ ref('int_events') }} as events
inner join lists on events.event_id = lists.event_id
order by events.event_date_start asc nulls last, events.first_published_at asc nulls last, events.event_id asc
