{#- Fails for every value that the regular expression does not match from end to end; NULL is no value. -#}
{% test matches(model, column_name, pattern) %}
select {{ column_name }}
from {{ model }}
where not regexp_matches({{ column_name }}, '^({{ pattern }})$')
{% endtest %}
