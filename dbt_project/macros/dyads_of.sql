{#- Each event of a week under its pair of countries and its pair of actors.  Symmetric events stand once, in the order of
    the two ids; what happens inside one country is no pair of countries. -#}
{% macro dyads_of(events) %}
select
    'actor' as level,
    source_actor_id as source,
    target_actor_id as target,
    week,
    event_id,
    is_symmetric,
    quad_class,
    goldstein
from {{ events }}
where week is not null and source_actor_id <> target_actor_id
union all
select
    'country' as level,
    case when is_symmetric then least(source_country, target_country) else source_country end as source,
    case when is_symmetric then greatest(source_country, target_country) else target_country end as target,
    week,
    event_id,
    is_symmetric,
    quad_class,
    goldstein
from {{ events }}
where week is not null and source_country <> target_country
{% endmacro %}
