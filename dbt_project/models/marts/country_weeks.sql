{{ config(
    materialized='incremental', incremental_strategy='append',
    pre_hook=[
        "{{ forget(ref('int_touched_weeks'), ['week']) }}",
        "{{ forget(ref('int_touched_deeds'), ['country', 'week'], ['party', 'week']) }}",
    ],
) }}
with mentions as (
    select
        codes.country as party,
        cast(date_trunc('week', articles.published_on) as date) as week,
        mentions.article_id,
        stories.story_id,
        stories.is_story_head
    from {{ ref('stg_mentions') }} as mentions
    inner join {{ ref('stg_articles') }} as articles on mentions.article_id = articles.article_id
    inner join {{ ref('int_stories') }} as stories on mentions.article_id = stories.article_id
    inner join {{ ref('int_actor_codes') }} as codes
        on mentions.actor_id = codes.actor_id and articles.published_on = codes.on_date
    where articles.published_precision in ('day', 'minute') and regexp_matches(codes.country, '^[A-Z]{3}$')
),

{{ party_weeks('country') }},

names as (
    select country, min(actor) as name
    from {{ ref('int_actors') }}
    where kind = 'country'
    group by country
)

select
    weeks.party as country,
    coalesce(names.name, weeks.party) as country_name,
    weeks.week,
    {{- weekly_counts() }}
from weeks
left join names on weeks.party = names.country
left join mentioned on weeks.party = mentioned.party and weeks.week = mentioned.week
left join deeds on weeks.party = deeds.party and weeks.week = deeds.week
order by weeks.party, weeks.week
