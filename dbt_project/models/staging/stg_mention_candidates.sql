with source as (
    select * from {{ source('raw', 'mention_candidates') }}
),

renamed as (
    select
        mention_id,
        article_id,
        position as candidate_no,
        actor_id
    from source
)

select * from renamed
