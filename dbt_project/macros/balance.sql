{#- Cooperation less conflict as a share of both: 1 all cooperation, -1 all conflict, NULL neither. -#}
{% macro balance(cooperative='n_cooperative', conflictual='n_conflictual') -%}
    cast({{ cooperative }} - {{ conflictual }} as double) / nullif({{ cooperative }} + {{ conflictual }}, 0)
{%- endmacro %}
