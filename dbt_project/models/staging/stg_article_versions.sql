with source as (
    select * from {{ source('raw', 'article_versions') }}
),

renamed as (
    select
        article_id,
        document_id,
        uri,
        url,
        title,
        flags,
        text_sha256,
        cast(fetched_at as timestamp) as fetched_at
    from source
)

select * from renamed
