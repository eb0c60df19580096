{#- Fails for every row in which one of the columns is empty or only white space: unknown is NULL. -#}
{% test never_blank(model, columns) %}
select *
from {{ model }}
where false
    {% for column in columns %}or trim({{ column }}) = '' {% endfor %}
{% endtest %}
