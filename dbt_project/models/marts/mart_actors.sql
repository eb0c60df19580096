with seen as (
    select
        mentions.actor_id,
        count(*) as n_mentions,
        count(distinct mentions.article_id) as n_articles,
        min(articles.published_on) as first_seen,
        max(articles.published_on) as last_seen
    from {{ ref('stg_mentions') }} as mentions
    inner join {{ ref('stg_articles') }} as articles on mentions.article_id = articles.article_id
    where mentions.actor_id is not null
    group by mentions.actor_id
)

select
    actors.actor_id,
    actors.actor,
    actors.kind,
    actors.country,
    actors.sector,
    actors.cameo_code,
    actors.wikidata_id,
    actors.is_known,
    seen.first_seen,
    seen.last_seen,
    cast(coalesce(seen.n_mentions, 0) as integer) as n_mentions,
    cast(coalesce(seen.n_articles, 0) as integer) as n_articles
from {{ ref('int_actors') }} as actors
left join seen on actors.actor_id = seen.actor_id
order by actors.actor_id
