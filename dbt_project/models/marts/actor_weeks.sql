-- Mentions count in the week of publication, deeds in the week of the event.
with mentioned as (
    select
        mentions.actor_id,
        cast(date_trunc('week', articles.published_on) as date) as week,
        count(*) filter (where stories.is_story_head) as n_mentions,
        count(distinct mentions.article_id) as n_articles,
        count(distinct stories.story_id) as n_stories
    from {{ ref('stg_mentions') }} as mentions
    inner join {{ ref('stg_articles') }} as articles on mentions.article_id = articles.article_id
    inner join {{ ref('int_stories') }} as stories on mentions.article_id = stories.article_id
    where mentions.actor_id is not null and articles.published_precision in ('day', 'minute')
    group by mentions.actor_id, cast(date_trunc('week', articles.published_on) as date)
),

sent as (
    select source_actor_id as actor_id, week, count(*) as n_as_source
    from {{ ref('int_events') }}
    where week is not null
    group by source_actor_id, week
),

received as (
    select target_actor_id as actor_id, week, count(*) as n_as_target
    from {{ ref('int_events') }}
    where week is not null
    group by target_actor_id, week
),

weeks as (
    select actor_id, week from mentioned
    union
    select actor_id, week from sent
    union
    select actor_id, week from received
)

select
    weeks.actor_id,
    actors.actor,
    actors.country,
    weeks.week,
    cast(coalesce(mentioned.n_mentions, 0) as integer) as n_mentions,
    cast(coalesce(mentioned.n_articles, 0) as integer) as n_articles,
    cast(coalesce(mentioned.n_stories, 0) as integer) as n_stories,
    cast(coalesce(sent.n_as_source, 0) as integer) as n_as_source,
    cast(coalesce(received.n_as_target, 0) as integer) as n_as_target
from weeks
left join {{ ref('int_actors') }} as actors on weeks.actor_id = actors.actor_id
left join mentioned on weeks.actor_id = mentioned.actor_id and weeks.week = mentioned.week
left join sent on weeks.actor_id = sent.actor_id and weeks.week = sent.week
left join received on weeks.actor_id = received.actor_id and weeks.week = received.week
order by weeks.actor_id, weeks.week
