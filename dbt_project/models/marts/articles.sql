{{ config(
    materialized='incremental', incremental_strategy='append',
    pre_hook="{{ forget(ref('int_touched_articles'), ['article_id']) }}",
) }}
select
    articles.article_id,
    articles.uri,
    articles.url,
    articles.outlet as source,
    articles.title,
    articles.standfirst,
    articles.byline,
    articles.language,
    articles.published_at,
    articles.published_precision,
    articles.published_from,
    articles.published_raw,
    articles.dateline_place,
    articles.read_minutes,
    articles.fetched_at,
    articles.text,
    articles.n_sentences,
    coded.n_candidate_sentences as n_sentences_read_on,
    articles.is_truncated,
    articles.flags,
    stories.story_id,
    stories.is_story_head,
    articles.content_sha256,
    articles.cleaner_version
from {{ ref('stg_articles') }} as articles
inner join {{ ref('int_stories') }} as stories on articles.article_id = stories.article_id
left join {{ ref('stg_coded_articles') }} as coded on articles.article_id = coded.article_id
where {{ of_touched('int_touched_articles', ['article_id'], 'articles') }}
order by articles.published_at asc nulls last, articles.article_id asc
