{{ config(
    materialized='incremental', incremental_strategy='append',
    pre_hook="{{ forget(ref('int_touched_events'), ['event_id']) }}",
) }}
{{ made_after('int_events_before') }}
-- Relations that int_event_reports finds to report one event, counted once and told by the best evidence.
-- What was only denied is no event; that a report denies it is counted.
with reports as (
    select
        relations.*,
        reports.event_id,
        reports.is_told,
        reports.evidence_no,
        relations.is_symmetric and relations.event_source_id > relations.event_target_id as is_turned
    from {{ ref('int_event_reports') }} as reports
    inner join {{ ref('int_relations') }} as relations on reports.relation_id = relations.relation_id
    where reports.event_id is not null and {{ of_touched('int_touched_events', ['event_id'], 'reports') }}
),

counts as (
    select
        event_id,
        count(*) filter (where is_told) as n_relations,
        count(distinct article_id) filter (where is_told) as n_articles,
        count(distinct story_id) filter (where is_told) as n_stories,
        count(distinct outlet) filter (where is_told) as n_sources,
        count(distinct story_id) filter (where status = 'actual') as n_actual,
        count(distinct story_id) filter (where not is_told) as n_negated,
        min(published_at) filter (where is_told) as first_published_at,
        max(published_at) filter (where is_told) as last_published_at
    from reports
    group by event_id
),

best as (
    select
        event_id,
        relation_id as best_relation_id,
        story_id as best_story_id,
        case when is_turned then event_target_id else event_source_id end as source_actor_id,
        case when is_turned then event_source_id else event_target_id end as target_actor_id,
        {%- for column in ['country', 'sector', 'code'] %}
        case when is_turned then target_{{ column }} else source_{{ column }} end as source_{{ column }},
        case when is_turned then source_{{ column }} else target_{{ column }} end as target_{{ column }},
        {%- endfor %}
        cameo_code,
        cameo_root,
        plover_type,
        quad_class,
        goldstein,
        is_symmetric,
        status,
        event_date_start,
        event_date_end,
        event_date_precision,
        -- news of a week: it happened, and its date is known to within seven days
        case
            when status = 'actual' and event_date_end <= event_date_start + 6
                then cast(date_trunc('week', event_date_start) as date)
        end as week
    from reports
    where is_told and evidence_no = 1
)

select
    best.*,
    sources.actor as source_actor,
    targets.actor as target_actor,
    counts.n_relations,
    counts.n_articles,
    counts.n_stories,
    counts.n_sources,
    counts.n_actual,
    counts.n_negated,
    counts.first_published_at,
    counts.last_published_at
from best
inner join counts on best.event_id = counts.event_id
left join {{ ref('int_actors') }} as sources on best.source_actor_id = sources.actor_id
left join {{ ref('int_actors') }} as targets on best.target_actor_id = targets.actor_id
