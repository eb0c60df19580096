{#- Each event of a week under each of the actors and countries that take part in it: who acts, and towards whom.  It
    counts once (is_counted) where both ends are the same. -#}
{% macro deeds_of(events) %}
{%- for level, source, target in [
    ('actor', 'source_actor_id', 'target_actor_id'), ('country', 'source_country', 'target_country'),
] %}
select
    '{{ level }}' as level,
    {{ source }} as party,
    week,
    event_id,
    true as is_source,
    true as is_counted,
    quad_class
from {{ events }}
where week is not null and {{ source }} is not null
union all
select
    '{{ level }}' as level,
    {{ target }} as party,
    week,
    event_id,
    false as is_source,
    {{ source }} is distinct from {{ target }} as is_counted,
    quad_class
from {{ events }}
where week is not null and {{ target }} is not null
{% if not loop.last %}union all{% endif %}
{%- endfor %}
{% endmacro %}
