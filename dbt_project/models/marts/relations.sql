{{ config(
    materialized='incremental', incremental_strategy='append',
    pre_hook="{{ forget(ref('int_touched_relations'), ['relation_id']) }}",
    post_hook="{{ name_the_dictionary(ref('stg_coded_articles')) }}",
) }}
with third_parties as (
    select
        relation_id,
        list(
            {'actor_id': actor_id, 'actor': actor, 'role': role} order by party_no, actor_id, role
        ) as third_parties
    from {{ ref('int_relation_third_parties') }} as parties
    where {{ of_touched('int_touched_relations', ['relation_id'], 'parties') }}
    group by relation_id
)

select
    relations.relation_id,
    relations.article_id,
    relations.sentence_no,
    relations.evidence,
    relations.source_actor_id,
    relations.source_actor,
    relations.source_country,
    relations.source_sector,
    relations.source_code,
    relations.target_actor_id,
    relations.target_actor,
    relations.target_country,
    relations.target_sector,
    relations.target_code,
    relations.source_start,
    relations.source_end,
    relations.target_start,
    relations.target_end,
    relations.trigger,
    relations.trigger_start,
    relations.trigger_end,
    relations.cameo_code,
    relations.cameo_root,
    relations.plover_type,
    relations.quad_class,
    relations.goldstein,
    relations.is_symmetric,
    relations.status,
    relations.attributed_to_id,
    relations.attributed_to,
    coalesce(third_parties.third_parties, []) as third_parties,
    relations.event_date_start,
    relations.event_date_end,
    relations.event_date_precision,
    relations.event_date_from,
    relations.event_date_text,
    relations.title,
    relations.outlet as source,
    relations.published_at,
    relations.rule,
    relations.confidence,
    relations.story_id,
    case when reports.is_told then reports.event_id end as event_id,
    case when not reports.is_told then reports.event_id end as denied_event_id,
    reports.is_first_report,
    relations.coder_version,
    coded.dictionary_version
from {{ ref('int_relations') }} as relations
inner join {{ ref('int_event_reports') }} as reports on relations.relation_id = reports.relation_id
left join {{ ref('stg_coded_articles') }} as coded on relations.article_id = coded.article_id
left join third_parties on relations.relation_id = third_parties.relation_id
where {{ of_touched('int_touched_relations', ['relation_id'], 'relations') }}
order by
    coalesce(relations.event_date_start, cast(relations.published_at as date)) asc nulls last,
    relations.article_id asc,
    relations.sentence_no asc,
    relations.relation_id asc
