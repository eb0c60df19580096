-- A document that was cleaned is a version of an article, or a rejection.  A version that says what an earlier one of
-- its article says is a duplicate; so is one that gave way to a newer version before anybody read it.
with versions as (
    select
        document_id,
        article_id,
        flags,
        row_number() over (partition by article_id order by fetched_at asc, uri asc) as place,
        row_number() over (partition by article_id, text_sha256 order by fetched_at asc, uri asc) as place_of_text
    from {{ ref('stg_article_versions') }}
),

read as (
    select
        documents.uri,
        documents.content_sha256,
        documents.source_name,
        case
            when rejections.reason is not null then 'rejected'
            when versions.place_of_text = 1 then 'accepted'
            else 'duplicate'
        end as outcome,
        case
            when rejections.reason is not null then rejections.reason
            when versions.place = 1 then 'new'
            when versions.place_of_text = 1 then 'corrected'
            when versions.place_of_text > 1 then 'same_text'
            else 'superseded'
        end as reason,
        rejections.detail,
        versions.article_id,
        coalesce(versions.flags, documents.flags) as flags,
        documents.size_bytes,
        documents.fetched_at as seen_at,
        1 as n_inputs
    from {{ ref('stg_documents') }} as documents
    left join versions on documents.document_id = versions.document_id
    left join {{ ref('stg_rejections') }} as rejections
        on documents.uri = rejections.uri and documents.content_sha256 = rejections.content_sha256
),

refused as (
    select
        rejections.uri,
        rejections.content_sha256,
        rejections.source_name,
        'rejected' as outcome,
        rejections.reason,
        rejections.detail,
        cast(null as varchar) as article_id,
        cast(null as varchar) as flags,
        rejections.size_bytes,
        rejections.seen_at,
        rejections.n_inputs
    from {{ ref('stg_rejections') }} as rejections
    left join {{ ref('stg_documents') }} as documents
        on rejections.uri = documents.uri and rejections.content_sha256 = documents.content_sha256
    where documents.uri is null
)

select * from read
union all
select * from refused
