with first_seen as (
    select relations.event_id, articles.fetched_at
    from {{ public('relations') }} as relations
    inner join {{ public('articles') }} as articles on relations.article_id = articles.article_id
    where relations.is_first_report and relations.event_id is not null
)

select
    {{ gdelt_id('relations.event_id') }} as "GLOBALEVENTID",
    {{ gdelt_time('coalesce(events.first_published_at, first_seen.fetched_at)') }} as "EventTimeDate",
    {{ gdelt_time('coalesce(relations.published_at, articles.fetched_at)') }} as "MentionTimeDate",
    case when articles.url is null then 2 else 1 end as "MentionType",
    coalesce(nullif(regexp_extract(articles.url, '^https?://(?:www[.])?([^/:?#]+)', 1), ''), articles.source)
        as "MentionSourceName",
    coalesce(articles.url, articles.uri) as "MentionIdentifier",
    relations.sentence_no + 1 as "SentenceID",
    relations.source_start as "Actor1CharOffset",
    relations.target_start as "Actor2CharOffset",
    relations.trigger_start as "ActionCharOffset",
    1 as "InRawText",
    cast(greatest(10, 10 * round(10 * relations.confidence)) as integer) as "Confidence",
    cast(length(articles.text) as integer) as "MentionDocLen",
    cast(null as double) as "MentionDocTone",
    cast(null as varchar) as "MentionDocTranslationInfo",
    relations.relation_id as "Extras"
from {{ public('relations') }} as relations
inner join {{ public('events') }} as events on relations.event_id = events.event_id
inner join {{ public('articles') }} as articles on relations.article_id = articles.article_id
left join first_seen on relations.event_id = first_seen.event_id
where {{ is_cameo_event('events') }}
