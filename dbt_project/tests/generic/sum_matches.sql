{% test sum_matches(model, expression, other_model, other_expression, where='true', other_where='true') %}
with these as (
    select coalesce(sum({{ expression }}), 0) as total from {{ model }} where {{ where }}
),

others as (
    select coalesce(sum({{ other_expression }}), 0) as total from {{ other_model }} where {{ other_where }}
)

select these.total, others.total as other_total
from these
cross join others
where these.total <> others.total
{% endtest %}
