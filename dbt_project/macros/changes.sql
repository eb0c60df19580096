{#- Each count of a weekly table against the mean of the weeks before it, one row per measure.  Weeks without a row count as
    none.  Before the first publication there is no baseline, nor within four weeks of it; the long one takes as many weeks
    as there are, up to 52.  Where both the mean and the count are small there is no trend to tell of; where
    there is neither there is no row. -#}
{% macro changes(table, keys, measures) %}
with coverage as (
    select cast(date_trunc('week', min(first_published_at)) as date) as first_week
    from {{ public('stories') }}
),

measured as (
    {%- for measure in measures %}
    select {{ keys | join(', ') }}, week, '{{ measure }}' as measure, n_{{ measure }} as n
    from {{ public(table) }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

summed as (
    select
        measured.*,
        date_diff('week', coverage.first_week, week) as n_weeks_before,
        {%- for weeks in [4, 52] %}
        coalesce(
            sum(n) over (
                partition by {{ keys | join(', ') }}, measure
                order by week asc
                range between interval {{ 7 * weeks }} days preceding and interval 7 days preceding
            ),
            0
        ) as sum_{{ weeks }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from measured
    cross join coverage
),

means as (
    select
        *,
        {%- for weeks in [4, 52] %}
        case when n_weeks_before >= 4 then cast(sum_{{ weeks }} as double) / least(n_weeks_before, {{ weeks }}) end
            as mean_{{ weeks }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from summed
)

select
    {{ keys | join(', ') }},
    week,
    measure,
    n,
    {%- for weeks in [4, 52] %}
    mean_{{ weeks }},
    n / nullif(mean_{{ weeks }}, 0) - 1 as change_{{ weeks }},
    case
        when mean_{{ weeks }} is null then null
        when mean_{{ weeks }} <= 2 and n <= 5 then 'limited change'
        when n > mean_{{ weeks }} then 'more'
        when n < mean_{{ weeks }} then 'less'
        else 'same'
    end as trend_{{ weeks }}{% if not loop.last %},{% endif %}
    {%- endfor %}
from means
where n > 0 or mean_52 > 0
{% endmacro %}
