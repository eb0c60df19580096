{#- A named part: the ends of the touched events, as they are now and as they were in the last build. -#}
{% macro touched_ends() %}
{%- set ends %}event_id, is_symmetric, source_actor_id, target_actor_id, source_country, target_country, quad_class,
        goldstein, week{% endset -%}
events as (
    {%- for model in ['int_events', 'int_events_before'] %}
    select {{ ends }}
    from {{ ref(model) }}
    where event_id in (select event_id from {{ ref('int_touched_events') }})
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
)
{%- endmacro %}
