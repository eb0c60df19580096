-- Relations with everything that politics adds: names, codes valid at the date, the event type, the story, the event.
with dated as (
    select
        relations.relation_id,
        relations.article_id,
        relations.sentence_no,
        relations.source_actor_id,
        relations.source_start,
        relations.source_end,
        relations.target_actor_id,
        relations.target_start,
        relations.target_end,
        relations.trigger,
        relations.trigger_start,
        relations.trigger_end,
        relations.cameo_code,
        relations.is_symmetric,
        relations.status,
        relations.attributed_to_id,
        dates.event_date_start,
        dates.event_date_end,
        dates.event_date_precision,
        relations.event_date_from,
        relations.event_date_text,
        relations.rule,
        relations.confidence,
        dates.on_date,
        case
            when dates.event_date_start is not null
                then cast(dates.event_date_start as varchar) || '/' || cast(dates.event_date_end as varchar)
            when dates.reported_on is not null then 'reported ' || cast(dates.reported_on as varchar)
            else 'told in ' || stories.story_id
        end as merge_date,
        articles.title,
        articles.outlet,
        articles.published_at,
        stories.story_id,
        stories.is_story_head,
        coded.coder_version,
        coded.dictionary_version
    from {{ ref('stg_relations') }} as relations
    inner join {{ ref('int_relation_dates') }} as dates on relations.relation_id = dates.relation_id
    inner join {{ ref('stg_articles') }} as articles on relations.article_id = articles.article_id
    inner join {{ ref('int_stories') }} as stories on relations.article_id = stories.article_id
    left join {{ ref('stg_coded_articles') }} as coded on relations.article_id = coded.article_id
),

joined as (
    select
        dated.*,
        sentences.text as evidence,
        source_actors.actor as source_actor,
        source_codes.country as source_country,
        source_codes.sector as source_sector,
        source_codes.cameo_code as source_code,
        target_actors.actor as target_actor,
        target_codes.country as target_country,
        target_codes.sector as target_sector,
        target_codes.cameo_code as target_code,
        speakers.actor as attributed_to,
        event_types.cameo_root,
        event_types.plover_type,
        event_types.quad_class,
        event_types.goldstein
    from dated
    left join {{ ref('stg_sentences') }} as sentences
        on dated.article_id = sentences.article_id and dated.sentence_no = sentences.sentence_no
    left join {{ ref('int_actors') }} as source_actors on dated.source_actor_id = source_actors.actor_id
    left join {{ ref('int_actor_codes') }} as source_codes
        on dated.source_actor_id = source_codes.actor_id and dated.on_date is not distinct from source_codes.on_date
    left join {{ ref('int_actors') }} as target_actors on dated.target_actor_id = target_actors.actor_id
    left join {{ ref('int_actor_codes') }} as target_codes
        on dated.target_actor_id = target_codes.actor_id and dated.on_date is not distinct from target_codes.on_date
    left join {{ ref('int_actors') }} as speakers on dated.attributed_to_id = speakers.actor_id
    left join {{ ref('event_types') }} as event_types on dated.cameo_code = event_types.cameo_code
),

keyed as (
    select
        *,
        -- what was denied is an event of its own kind, so that a denial never joins what happened
        {{ stable_id([
            "case when is_symmetric then least(source_actor_id, target_actor_id) else source_actor_id end",
            "case when is_symmetric then greatest(source_actor_id, target_actor_id) else target_actor_id end",
            "is_symmetric", "cameo_root", "plover_type", "merge_date", "status = 'negated'",
        ]) }} as event_id
    from joined
),

final as (
    select
        *,
        row_number() over (
            partition by event_id
            order by
                published_at asc nulls last, is_story_head desc, article_id asc, sentence_no asc, relation_id asc
        ) = 1 as is_first_report
    from keyed
)

select * from final
