with source as (
    select * from {{ source('raw', 'sources') }}
),

renamed as (
    select
        source_name,
        kind,
        outlet,
        country,
        cast(polled_at as timestamp) as last_poll_at,
        cast(next_at as timestamp) as next_poll_at,
        failures as n_failures,
        is_off,
        error as last_error
    from source
)

select * from renamed
