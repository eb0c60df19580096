{{ config(
    materialized='incremental', incremental_strategy='append',
    pre_hook=[
        "{{ forget(ref('int_touched_weeks'), ['week']) }}",
        "{{ forget(ref('int_touched_deeds'), ['actor_id', 'week'], ['party', 'week']) }}",
    ],
) }}
-- Mentions count in the week of publication, deeds in the week of the event.
with mentions as (
    select
        mentions.actor_id,
        cast(date_trunc('week', articles.published_on) as date) as week,
        mentions.article_id,
        stories.story_id,
        stories.is_story_head
    from {{ ref('stg_mentions') }} as mentions
    inner join {{ ref('stg_articles') }} as articles on mentions.article_id = articles.article_id
    inner join {{ ref('int_stories') }} as stories on mentions.article_id = stories.article_id
    where mentions.actor_id is not null and articles.published_precision in ('day', 'minute')
),

mentioned as (
    select
        actor_id,
        week,
        count(*) filter (where is_story_head) as n_mentions,
        count(distinct article_id) as n_articles,
        count(distinct story_id) as n_stories
    from mentions
    where
        (
            {{ of_touched('int_touched_weeks', ['week'], 'mentions') }}
            or {{ of_touched('int_touched_deeds', ['actor_id', 'week'], 'mentions', ['party', 'week']) }}
        )
    group by actor_id, week
),

deeds as (
    select
        party,
        week,
        count(*) filter (where is_source) as n_as_source,
        count(*) filter (where not is_source) as n_as_target,
        {%- for quad_class in ['verbal_cooperation', 'material_cooperation', 'verbal_conflict', 'material_conflict'] %}
        count(*) filter (where is_counted and quad_class = '{{ quad_class }}') as n_{{ quad_class }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ ref('int_deeds') }} as deeds
    where
        level = 'actor'
        and (
            {{ of_touched('int_touched_weeks', ['week'], 'deeds') }}
            or {{ of_touched('int_touched_deeds', ['party', 'week'], 'deeds', ['party', 'week']) }}
        )
    group by party, week
),

weeks as (
    select actor_id, week from mentioned
    union
    select party, week from deeds
)

select
    weeks.actor_id,
    actors.actor,
    actors.country,
    weeks.week,
    cast(coalesce(mentioned.n_mentions, 0) as integer) as n_mentions,
    cast(coalesce(mentioned.n_articles, 0) as integer) as n_articles,
    cast(coalesce(mentioned.n_stories, 0) as integer) as n_stories,
    cast(coalesce(deeds.n_as_source, 0) as integer) as n_as_source,
    cast(coalesce(deeds.n_as_target, 0) as integer) as n_as_target,
    cast(coalesce(deeds.n_verbal_cooperation + deeds.n_material_cooperation, 0) as integer) as n_cooperative,
    cast(coalesce(deeds.n_verbal_conflict + deeds.n_material_conflict, 0) as integer) as n_conflictual,
    {%- for quad_class in ['verbal_cooperation', 'material_cooperation', 'verbal_conflict', 'material_conflict'] %}
    cast(coalesce(deeds.n_{{ quad_class }}, 0) as integer) as n_{{ quad_class }},
    {%- endfor %}
    {{ balance(
        '(deeds.n_verbal_cooperation + deeds.n_material_cooperation)',
        '(deeds.n_verbal_conflict + deeds.n_material_conflict)',
    ) }} as balance
from weeks
left join {{ ref('int_actors') }} as actors on weeks.actor_id = actors.actor_id
left join mentioned on weeks.actor_id = mentioned.actor_id and weeks.week = mentioned.week
left join deeds on weeks.actor_id = deeds.party and weeks.week = deeds.week
order by weeks.actor_id, weeks.week
