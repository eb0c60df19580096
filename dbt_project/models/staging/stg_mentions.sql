with source as (
    select * from {{ source('raw', 'mentions') }}
),

renamed as (
    select
        mention_id,
        article_id,
        sentence_no,
        start_char,
        end_char,
        surface,
        mention_type,
        actor_id,
        resolved_by,
        confidence
    from source
)

select * from renamed
