{{ config(materialized='view') }}
with parties as (
    select * from {{ ref('stg_relation_third_parties') }}
),

final as (
    select
        parties.relation_id,
        parties.party_no,
        parties.actor_id,
        actors.actor,
        parties.role
    from parties
    inner join {{ ref('stg_relations') }} as relations on parties.relation_id = relations.relation_id
    left join {{ ref('int_actors') }} as actors on parties.actor_id = actors.actor_id
)

select * from final
