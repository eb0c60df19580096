-- Relations of the same pair, type and date are one event, however many articles report it.  What was denied is none.
with reports as (
    select
        *,
        is_symmetric and source_actor_id > target_actor_id as is_turned,
        case status
            when 'actual' then 1
            when 'alleged' then 2
            when 'attempted' then 3
            when 'planned' then 4
            when 'requested' then 5
            else 6
        end as doubt
    from {{ ref('int_relations') }}
    where status <> 'negated'
),

ranked as (
    select
        *,
        row_number() over (
            partition by event_id
            order by doubt asc, confidence desc, published_at asc nulls last, relation_id asc
        ) as place
    from reports
),

counts as (
    select
        event_id,
        count(*) as n_relations,
        count(distinct article_id) as n_articles,
        count(distinct story_id) as n_stories,
        count(distinct outlet) as n_sources,
        min(published_at) as first_published_at,
        max(published_at) as last_published_at
    from reports
    group by event_id
),

best as (
    select
        event_id,
        relation_id as best_relation_id,
        story_id as best_story_id,
        {%- for column in ['actor_id', 'actor', 'country', 'sector', 'code'] %}
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
    from ranked
    where place = 1
)

select
    best.*,
    counts.n_relations,
    counts.n_articles,
    counts.n_stories,
    counts.n_sources,
    counts.first_published_at,
    counts.last_published_at
from best
inner join counts on best.event_id = counts.event_id
