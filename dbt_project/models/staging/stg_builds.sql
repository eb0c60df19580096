with source as (
    select * from {{ source('raw', 'builds') }}
),

renamed as (
    select
        run_id,
        cast(built_at as timestamp) as built_at,
        coder_version,
        dictionary_version,
        cleaner_version
    from source
)

select * from renamed
