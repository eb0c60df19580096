{{ config(
    materialized='incremental', incremental_strategy='append',
    pre_hook="{{ forget(ref('int_touched_articles'), ['article_id']) }}",
) }}
select
    mentions.mention_id,
    mentions.article_id,
    mentions.sentence_no,
    mentions.start_char,
    mentions.end_char,
    mentions.surface,
    mentions.mention_type,
    mentions.actor_id,
    actors.actor,
    codes.country,
    codes.sector,
    codes.cameo_code,
    mentions.resolved_by,
    mentions.confidence
from {{ ref('stg_mentions') }} as mentions
inner join {{ ref('stg_articles') }} as articles on mentions.article_id = articles.article_id
left join {{ ref('int_actors') }} as actors on mentions.actor_id = actors.actor_id
left join {{ ref('int_actor_codes') }} as codes
    on mentions.actor_id = codes.actor_id and articles.published_on is not distinct from codes.on_date
where {{ of_touched('int_touched_articles', ['article_id'], 'mentions') }}
order by mentions.article_id, mentions.start_char, mentions.end_char, mentions.mention_id
