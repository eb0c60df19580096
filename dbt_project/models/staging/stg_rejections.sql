with source as (
    select * from {{ source('raw', 'rejections') }}
),

renamed as (
    select
        uri,
        content_sha256,
        reason,
        detail,
        size_bytes,
        cast(seen_at as timestamp) as seen_at,
        source_name,
        coalesce(n_inputs, 1) as n_inputs
    from source
)

select * from renamed
