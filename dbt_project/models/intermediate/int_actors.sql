-- The dictionary's actors, and those met in the text only with the facts that most articles give of them.
with known as (
    select
        actors.actor_id,
        actors.actor,
        actors.kind,
        actors.country,
        actors.sector,
        -- the user's own actors may leave their code to us
        coalesce(actors.cameo_code, actors.country || coalesce(sectors.cameo_code, '')) as cameo_code,
        actors.wikidata_id
    from {{ ref('stg_actors') }} as actors
    left join {{ ref('sectors') }} as sectors on actors.sector = sectors.sector
),

descriptions as (
    select actor_id, actor, kind, country, sector, count(*) as n_articles
    from {{ ref('stg_met_actors') }}
    where actor_id not in (select actor_id from known)
    group by actor_id, actor, kind, country, sector
),

ranked as (
    select
        *,
        row_number() over (
            partition by actor_id
            order by n_articles desc, country asc nulls last, sector asc nulls last, actor asc, kind asc
        ) as place
    from descriptions
),

met as (
    select
        ranked.actor_id,
        ranked.actor,
        ranked.kind,
        ranked.country,
        ranked.sector,
        case when ranked.kind <> 'set' then ranked.country || coalesce(sectors.cameo_code, '') end as cameo_code,
        cast(null as varchar) as wikidata_id
    from ranked
    left join {{ ref('sectors') }} as sectors on ranked.sector = sectors.sector
    where ranked.place = 1
),

final as (
    select *, true as is_known from known
    union all
    select *, false as is_known from met
)

select * from final
