{% test never_null(model, columns) %}
select *
from {{ model }}
where false
    {% for column in columns %}or {{ adapter.quote(column) }} is null {% endfor %}
{% endtest %}
