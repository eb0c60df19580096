-- What is derived from an actor changes where this changes: its facts, and its offices with those of the organisation.
{{ made_after('int_actors_before') }}
with facts as (
    select
        actor_id,
        {{ row_hash(['actor', 'kind', 'country', 'sector', 'cameo_code', 'wikidata_id', 'is_known']) }} as fact
    from {{ ref('int_actors') }}
    union all
    select
        affiliations.actor_id,
        {{ row_hash([
            'affiliations.organisation_id', 'affiliations.role', 'affiliations.country', 'affiliations.sector',
            'affiliations.valid_from', 'affiliations.valid_to', 'affiliations.precision',
            'sectors.cameo_code', 'organisations.cameo_code',
        ]) }}
    from {{ ref('stg_affiliations') }} as affiliations
    left join {{ ref('sectors') }} as sectors on affiliations.sector = sectors.sector
    left join {{ ref('int_actors') }} as organisations on affiliations.organisation_id = organisations.actor_id
)

select actor_id, cast(bit_xor(fact) as varchar) || ' ' || cast(count(*) as varchar) as state
from facts
group by actor_id
