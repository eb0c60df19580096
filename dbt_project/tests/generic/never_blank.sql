{% test never_blank(model, columns) %}
select *
from {{ model }}
where false
    {% for column in columns %}or trim({{ column }}) = '' {% endfor %}
{% endtest %}
