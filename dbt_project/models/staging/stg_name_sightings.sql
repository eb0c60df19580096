with source as (
    select * from {{ source('raw', 'name_sightings') }}
),

renamed as (
    select
        article_id,
        sentence_no,
        start_char,
        end_char,
        surface,
        nullif(likely_kind, 'none') as likely_kind,
        likely_country
    from source
)

select * from renamed
