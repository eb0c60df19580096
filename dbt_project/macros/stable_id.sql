{#- Sixteen hex digits that depend on nothing but the given expressions, in their order. -#}
{% macro stable_id(parts) -%}
    substring(md5(
        {%- for part in parts %}
        coalesce(cast({{ part }} as varchar), ''){% if not loop.last %} || chr(31) ||{% endif %}
        {%- endfor %}
    ), 1, 16)
{%- endmacro %}
