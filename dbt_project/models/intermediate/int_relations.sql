{{ config(
    materialized='incremental', incremental_strategy='append',
    pre_hook="{{ forget(ref('int_touched_articles'), ['article_id']) }}",
) }}
-- Relations with everything that politics adds: names, codes valid at the date, the event type, the story, and what
-- reports of one event have in common: who, to whom, what; and when, which int_event_reports compares.
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
        end as date_key,
        articles.title,
        articles.outlet,
        articles.published_at,
        stories.story_id,
        stories.is_story_head,
        coded.coder_version
    from {{ ref('stg_relations') }} as relations
    inner join {{ ref('int_relation_dates') }} as dates on relations.relation_id = dates.relation_id
    inner join {{ ref('stg_articles') }} as articles on relations.article_id = articles.article_id
    inner join {{ ref('int_stories') }} as stories on relations.article_id = stories.article_id
    left join {{ ref('stg_coded_articles') }} as coded on relations.article_id = coded.article_id
    where {{ of_touched('int_touched_articles', ['article_id'], 'relations') }}
),

-- who the actors were on these days; a build of a few days looks at no others
codes as (
    select *
    from {{ ref('int_actor_codes') }} as codes
    where exists (select 1 from dated where dated.on_date is not distinct from codes.on_date)
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
    left join codes as source_codes
        on dated.source_actor_id = source_codes.actor_id and dated.on_date is not distinct from source_codes.on_date
    left join {{ ref('int_actors') }} as target_actors on dated.target_actor_id = target_actors.actor_id
    left join codes as target_codes
        on dated.target_actor_id = target_codes.actor_id and dated.on_date is not distinct from target_codes.on_date
    left join {{ ref('int_actors') }} as speakers on dated.attributed_to_id = speakers.actor_id
    left join {{ ref('event_types') }} as event_types on dated.cameo_code = event_types.cameo_code
),

-- a state and its government are one end of an event, unless it passes between the two
states as (
    select governments.actor_id, states.actor_id as state_id
    from {{ ref('int_actors') }} as governments
    inner join {{ ref('int_actors') }} as states on governments.actor_id = 'gov:' || states.country
    where states.kind = 'country' and states.actor_id = 'cty:' || states.country
),

ends as (
    select
        joined.*,
        coalesce(source_states.state_id, joined.source_actor_id) as source_state_id,
        coalesce(target_states.state_id, joined.target_actor_id) as target_state_id
    from joined
    left join states as source_states on joined.source_actor_id = source_states.actor_id
    left join states as target_states on joined.target_actor_id = target_states.actor_id
),

acting as (
    select
        *,
        case when source_state_id = target_state_id then source_actor_id else source_state_id end as event_source_id,
        case when source_state_id = target_state_id then target_actor_id else target_state_id end as event_target_id
    from ends
),

final as (
    select
        *,
        {{ stable_id([
            "case when is_symmetric then least(event_source_id, event_target_id) else event_source_id end",
            "case when is_symmetric then greatest(event_source_id, event_target_id) else event_target_id end",
            "is_symmetric", "cameo_root", "plover_type",
        ]) }} as event_group
    from acting
)

select * from final
