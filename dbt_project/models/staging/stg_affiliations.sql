with source as (
    select * from {{ source('raw', 'affiliations') }}
),

renamed as (
    select
        actor_id,
        organisation_id,
        role,
        office,
        country,
        sector,
        valid_from,
        valid_to,
        precision
    from source
)

select * from renamed
