with source as (
    select * from {{ source('raw', 'relations') }}
),

renamed as (
    select
        relation_id,
        article_id,
        sentence_no,
        source_actor_id,
        source_start,
        source_end,
        target_actor_id,
        target_start,
        target_end,
        trigger,
        trigger_start,
        trigger_end,
        cameo_code,
        is_symmetric,
        status,
        attributed_to_id,
        event_date_start,
        event_date_end,
        event_date_precision,
        event_date_from,
        event_date_text,
        rule,
        confidence
    from source
)

select * from renamed
