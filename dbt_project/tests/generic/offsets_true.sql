{#- Fails for every span that does not read in the article's text what the row says it reads.
    Offsets are code points from 0; DuckDB's substring counts code points from 1. -#}
{% test offsets_true(model, start_column, end_column, surface_column) %}
select spans.{{ surface_column }}, spans.{{ start_column }}, spans.{{ end_column }}
from {{ model }} as spans
left join {{ ref('stg_articles') }} as articles on spans.article_id = articles.article_id
where substring(
    articles.text, spans.{{ start_column }} + 1, spans.{{ end_column }} - spans.{{ start_column }}
) is distinct from spans.{{ surface_column }}
{% endtest %}
