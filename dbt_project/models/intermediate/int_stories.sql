-- Near-duplicates linked in a chain are one story.  The walk starts at articles that no linked article undercuts, so a
-- story of n articles costs about n rows, not n squared.
with recursive present as (
    select pairs.article_id, pairs.other_article_id
    from {{ ref('stg_near_duplicates') }} as pairs
    inner join {{ ref('stg_articles') }} as ones on pairs.article_id = ones.article_id
    inner join {{ ref('stg_articles') }} as others on pairs.other_article_id = others.article_id
),

linked as (
    select article_id, other_article_id
    from present
    union
    select other_article_id, article_id
    from present
),

starts as (
    select article_id
    from {{ ref('stg_articles') }}
    where article_id not in (select article_id from linked where other_article_id < article_id)
),

reached as (
    select article_id, article_id as story_id
    from starts
    union
    select linked.other_article_id, reached.story_id
    from reached
    inner join linked on reached.article_id = linked.article_id
),

clusters as (
    select article_id, min(story_id) as story_id
    from reached
    group by article_id
),

ranked as (
    select
        clusters.article_id,
        clusters.story_id,
        row_number() over (
            partition by clusters.story_id
            order by articles.published_at asc nulls last, clusters.article_id asc
        ) as place
    from clusters
    inner join {{ ref('stg_articles') }} as articles on clusters.article_id = articles.article_id
)

select
    article_id,
    story_id,
    place = 1 as is_story_head
from ranked
