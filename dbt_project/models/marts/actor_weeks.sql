{{ config(
    materialized='incremental', incremental_strategy='append',
    pre_hook=[
        "{{ forget(ref('int_touched_weeks'), ['week']) }}",
        "{{ forget(ref('int_touched_deeds'), ['actor_id', 'week'], ['party', 'week']) }}",
    ],
) }}
with mentions as (
    select
        mentions.actor_id as party,
        cast(date_trunc('week', articles.published_on) as date) as week,
        mentions.article_id,
        stories.story_id,
        stories.is_story_head
    from {{ ref('stg_mentions') }} as mentions
    inner join {{ ref('stg_articles') }} as articles on mentions.article_id = articles.article_id
    inner join {{ ref('int_stories') }} as stories on mentions.article_id = stories.article_id
    where mentions.actor_id is not null and articles.published_precision in ('day', 'minute')
),

{{ party_weeks('actor') }}

select
    weeks.party as actor_id,
    actors.actor,
    actors.country,
    weeks.week,
    {{- weekly_counts() }}
from weeks
left join {{ ref('int_actors') }} as actors on weeks.party = actors.actor_id
left join mentioned on weeks.party = mentioned.party and weeks.week = mentioned.week
left join deeds on weeks.party = deeds.party and weeks.week = deeds.week
order by weeks.party, weeks.week
