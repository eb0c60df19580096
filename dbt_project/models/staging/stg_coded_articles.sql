with source as (
    select * from {{ source('raw', 'coded_articles') }}
),

renamed as (
    select
        article_id,
        content_sha256,
        coder_version,
        dictionary_version,
        n_sentences,
        n_candidate_sentences
    from source
)

select * from renamed
