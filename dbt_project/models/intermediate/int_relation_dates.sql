-- When each relation's event happened.  A date that was taken from publication is that of the story's first publication,
-- so that a reprint, which comes later, tells of no later event; and it is no more exact than the publication's.
with publications as (
    select
        stories.story_id,
        articles.published_on,
        articles.published_precision,
        row_number() over (
            partition by stories.story_id
            order by
                case when articles.published_precision in ('month', 'year') then 1 else 0 end asc,
                articles.published_on asc,
                articles.published_precision asc
        ) as place
    from {{ ref('int_stories') }} as stories
    inner join {{ ref('stg_articles') }} as articles on stories.article_id = articles.article_id
    where articles.published_on is not null
),

first_publications as (
    select
        story_id,
        published_on as first_day,
        case published_precision
            when 'year' then cast(cast(extract(year from published_on) as varchar) || '-12-31' as date)
            when 'month' then last_day(published_on)
            else published_on
        end as last_day,
        case when published_precision in ('month', 'year') then published_precision else 'day' end as exact_to
    from publications
    where place = 1
),

told as (
    select
        relations.*,
        relations.event_date_from is not distinct from 'publication' as is_from_publication,
        publications.first_day,
        publications.last_day,
        publications.exact_to
    from {{ ref('stg_relations') }} as relations
    inner join {{ ref('int_stories') }} as stories on relations.article_id = stories.article_id
    left join first_publications as publications on stories.story_id = publications.story_id
)

select
    relation_id,
    source_actor_id,
    target_actor_id,
    first_day as reported_on,
    case when is_from_publication then first_day else event_date_start end as event_date_start,
    case when is_from_publication then last_day else event_date_end end as event_date_end,
    case when is_from_publication then exact_to else event_date_precision end as event_date_precision,
    case when is_from_publication then first_day else coalesce(event_date_start, first_day) end as on_date
from told
