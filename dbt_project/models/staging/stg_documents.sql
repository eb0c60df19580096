with source as (
    select * from {{ source('raw', 'documents') }}
),

renamed as (
    select
        document_id,
        uri,
        content_sha256,
        source_name,
        size_bytes,
        flags,
        cast(fetched_at as timestamp) as fetched_at
    from source
)

select * from renamed
