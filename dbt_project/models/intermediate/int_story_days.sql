-- When a story was first published, and how exactly that is known.
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
)

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
