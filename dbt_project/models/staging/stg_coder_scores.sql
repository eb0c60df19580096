with source as (
    select * from {{ source('raw', 'coder_scores') }}
),

renamed as (
    select
        part,
        level,
        facet,
        member,
        n_gold,
        n_found,
        precision,
        recall,
        score,
        floor,
        coder_version,
        dictionary_version
    from source
)

select * from renamed
