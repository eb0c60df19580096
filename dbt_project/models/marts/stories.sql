with counts as (
    select
        stories.story_id,
        min(articles.published_at) as first_published_at,
        max(articles.published_at) as last_published_at,
        count(*) as n_articles,
        count(distinct articles.outlet) as n_sources
    from {{ ref('int_stories') }} as stories
    inner join {{ ref('stg_articles') }} as articles on stories.article_id = articles.article_id
    group by stories.story_id
)

select
    counts.story_id,
    heads.article_id as head_article_id,
    articles.title,
    articles.outlet as source,
    counts.first_published_at,
    counts.last_published_at,
    cast(counts.n_articles as integer) as n_articles,
    cast(counts.n_sources as integer) as n_sources
from counts
inner join {{ ref('int_stories') }} as heads on counts.story_id = heads.story_id and heads.is_story_head
inner join {{ ref('stg_articles') }} as articles on heads.article_id = articles.article_id
order by counts.first_published_at asc nulls last, counts.story_id asc
