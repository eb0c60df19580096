{{ config(
    materialized='incremental', incremental_strategy='append',
    pre_hook="{{ forget(ref('int_touched_actors'), ['actor_id']) }}",
) }}
-- Who an actor was on each day that matters: in office the office's country and code, after the last office the former
-- elite's.
with named as (
    select article_id, source_actor_id as actor_id, on_date
    from {{ ref('int_relation_dates') }}
    union all
    select article_id, target_actor_id, on_date
    from {{ ref('int_relation_dates') }}
    union all
    select mentions.article_id, mentions.actor_id, articles.published_on
    from {{ ref('stg_mentions') }} as mentions
    inner join {{ ref('stg_articles') }} as articles on mentions.article_id = articles.article_id
    where mentions.actor_id is not null
),

days as (
    select distinct named.actor_id, named.on_date
    from named
    where
        {{ of_touched('int_touched_articles', ['article_id'], 'named') }}
        {%- if is_partial() %}
        and not exists (
            select 1 from {{ this }} as known
            where known.actor_id = named.actor_id and known.on_date is not distinct from named.on_date
        )
        {%- endif %}
),

terms as (
    select
        affiliations.actor_id,
        affiliations.organisation_id,
        affiliations.role,
        affiliations.country,
        affiliations.sector,
        case
            when affiliations.country is null then organisations.cameo_code
            else affiliations.country || coalesce(sectors.cameo_code, '')
        end as cameo_code,
        affiliations.valid_from as first_day,
        -- an end known to the year or month only counts from when it must have come
        case affiliations.precision
            when 'year' then cast(cast(extract(year from affiliations.valid_to) as varchar) || '-12-31' as date)
            when 'month' then last_day(affiliations.valid_to)
            else affiliations.valid_to
        end as last_day,
        -- 'seen' means in office at least until then, which is no end
        affiliations.valid_to is not null and affiliations.precision <> 'seen' as has_ended
    from {{ ref('stg_affiliations') }} as affiliations
    left join {{ ref('sectors') }} as sectors on affiliations.sector = sectors.sector
    left join {{ ref('int_actors') }} as organisations on affiliations.organisation_id = organisations.actor_id
),

held as (
    select
        days.actor_id,
        days.on_date,
        terms.country,
        terms.sector,
        terms.cameo_code,
        row_number() over (
            partition by days.actor_id, days.on_date
            -- a president who also chairs a union of states is first of all his state's
            order by
                case when terms.country is null then 1 else 0 end asc,
                terms.first_day desc nulls last,
                terms.organisation_id asc,
                terms.sector asc,
                terms.role asc
        ) as place
    from days
    inner join terms
        on
            days.actor_id = terms.actor_id
            and days.on_date >= coalesce(terms.first_day, days.on_date)
            and days.on_date <= coalesce(terms.last_day, days.on_date)
),

retired as (
    select actor_id, max(last_day) as last_day
    from terms
    group by actor_id
    having bool_and(has_ended)
),

final as (
    select
        days.actor_id,
        days.on_date,
        -- the office's, so that who heads an organisation of no country has none
        case when held.actor_id is not null then held.country else actors.country end as country,
        case
            when held.actor_id is not null then held.sector
            when days.on_date > retired.last_day then 'ELI'
            else actors.sector
        end as sector,
        case
            when held.actor_id is not null then held.cameo_code
            when days.on_date > retired.last_day then coalesce(actors.country, '') || 'ELI'
            else actors.cameo_code
        end as cameo_code
    from days
    inner join {{ ref('int_actors') }} as actors on days.actor_id = actors.actor_id
    left join retired on days.actor_id = retired.actor_id
    left join held
        on days.actor_id = held.actor_id and days.on_date is not distinct from held.on_date and held.place = 1
)

select * from final
