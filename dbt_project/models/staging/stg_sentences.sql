with source as (
    select * from {{ source('raw', 'sentences') }}
),

renamed as (
    select
        article_id,
        sentence_no,
        paragraph_no,
        part,
        start_char,
        end_char,
        text,
        is_complete
    from source
)

select * from renamed
