{{ config(
    materialized='incremental', incremental_strategy='append',
    pre_hook="{{ forget(ref('int_touched_articles'), ['article_id']) }}",
) }}
-- When each relation's event happened.  A date that was taken from publication is that of the story's first publication,
-- so that a reprint, which comes later, tells of no later event; and it is no more exact than the publication's.
with told as (
    select
        relations.*,
        relations.event_date_from is not distinct from 'publication' as is_from_publication,
        publications.first_day,
        publications.last_day,
        publications.exact_to
    from {{ ref('stg_relations') }} as relations
    inner join {{ ref('int_stories') }} as stories on relations.article_id = stories.article_id
    left join {{ ref('int_story_days') }} as publications on stories.story_id = publications.story_id
    where {{ of_touched('int_touched_articles', ['article_id'], 'relations') }}
)

select
    relation_id,
    article_id,
    source_actor_id,
    target_actor_id,
    first_day as reported_on,
    case when is_from_publication then first_day else event_date_start end as event_date_start,
    case when is_from_publication then last_day else event_date_end end as event_date_end,
    case when is_from_publication then exact_to else event_date_precision end as event_date_precision,
    case when is_from_publication then first_day else coalesce(event_date_start, first_day) end as on_date
from told
