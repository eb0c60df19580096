with source as (
    select * from {{ source('raw', 'met_actors') }}
),

renamed as (
    select
        article_id,
        actor_id,
        actor,
        kind,
        country,
        sector
    from source
)

select * from renamed
