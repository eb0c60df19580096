with source as (
    select * from {{ source('raw', 'near_duplicates') }}
),

renamed as (
    select
        article_id,
        other_id as other_article_id,
        overlap
    from source
)

select * from renamed
