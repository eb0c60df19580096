with source as (
    select * from {{ source('raw', 'relation_third_parties') }}
),

renamed as (
    select
        relation_id,
        article_id,
        position as party_no,
        actor_id,
        role
    from source
)

select * from renamed
