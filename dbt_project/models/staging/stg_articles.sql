with source as (
    select * from {{ source('raw', 'articles') }}
),

renamed as (
    select
        article_id,
        document_id,
        uri,
        url,
        source as outlet,
        title,
        standfirst,
        byline,
        language,
        cast(published_at as timestamp) as published_at,
        cast(cast(published_at as timestamp) as date) as published_on,
        published_precision,
        published_from,
        published_raw,
        dateline_place,
        read_minutes,
        cast(fetched_at as timestamp) as fetched_at,
        text,
        n_sentences,
        is_truncated,
        flags,
        content_sha256,
        text_sha256,
        cleaner_version
    from source
)

select * from renamed
