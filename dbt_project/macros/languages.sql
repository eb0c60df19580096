{#- GDELT knows events by whole numbers: the first sixty bits of our id. -#}
{% macro gdelt_id(event_id) -%}
    cast('0x' || substr({{ event_id }}, 1, 15) as bigint)
{%- endmacro %}

{#- GDELT's way to write a moment, as a number: YYYYMMDDHHMMSS. -#}
{% macro gdelt_time(moment) -%}
    cast(strftime({{ moment }}, '%Y%m%d%H%M%S') as bigint)
{%- endmacro %}

{#- CAMEO knows no status: what happened is an event, and so is an intent where the code says that it is one. -#}
{% macro is_cameo_event(events) -%}
    {{ events }}.status = 'actual' or {{ events }}.status = 'planned' and {{ events }}.cameo_root in ('03', '13')
{%- endmacro %}

{#- A model of the published file, named without the working database, so that a view on it works in every file. -#}
{% macro public(model) -%}
    {{ ref(model).include(database=false) }}
{%- endmacro %}
