{{ config(
    materialized='incremental', incremental_strategy='append',
    pre_hook="{{ forget(ref('int_touched_articles'), ['article_id']) }}",
) }}
-- Spans that wait for a person: names that the dictionary lacks, and names that it has but could not decide between.
with sightings as (
    select article_id, sentence_no, start_char, end_char, surface, likely_kind, likely_country
    from {{ ref('stg_name_sightings') }} as names
    where {{ of_touched('int_touched_articles', ['article_id'], 'names') }}
),

undecided as (
    select
        mentions.article_id,
        mentions.sentence_no,
        mentions.start_char,
        mentions.end_char,
        mentions.surface,
        cast(null as varchar) as likely_kind,
        cast(null as varchar) as likely_country
    from {{ ref('stg_mentions') }} as mentions
    left join sightings
        on
            mentions.article_id = sightings.article_id
            and mentions.start_char = sightings.start_char
            and mentions.end_char = sightings.end_char
    where
        mentions.actor_id is null
        and mentions.mention_type in ('name', 'alias')
        and sightings.article_id is null
        and {{ of_touched('int_touched_articles', ['article_id'], 'mentions') }}
),

spans as (
    select * from sightings
    union all
    select * from undecided
)

select
    spans.*,
    stories.story_id,
    articles.published_at,
    sentences.text as sentence
from spans
inner join {{ ref('stg_articles') }} as articles on spans.article_id = articles.article_id
inner join {{ ref('int_stories') }} as stories on spans.article_id = stories.article_id
left join {{ ref('stg_sentences') }} as sentences
    on spans.article_id = sentences.article_id and spans.sentence_no = sentences.sentence_no
