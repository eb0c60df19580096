with source as (
    select * from {{ source('raw', 'actors') }}
),

renamed as (
    select
        actor_id,
        actor,
        kind,
        country,
        sector,
        cameo_code,
        wikidata_id
    from source
)

select * from renamed
