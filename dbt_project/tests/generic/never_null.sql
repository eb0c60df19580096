{#- Fails for every row in which one of the columns is NULL. -#}
{% test never_null(model, columns) %}
select *
from {{ model }}
where false
    {% for column in columns %}or {{ adapter.quote(column) }} is null {% endfor %}
{% endtest %}
