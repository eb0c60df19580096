{#- Offsets are code points of the article, from 0; DuckDB's substring counts from 1.  The sentence is read and not the
    article, since finding a place in a text takes as long as the text before it: the work would grow with the square of
    an article's length.  That sentences stand where they say is what sentences_in_place checks. -#}
{% test offsets_true(model, start_column, end_column, surface_column) %}
select spans.{{ surface_column }}, spans.{{ start_column }}, spans.{{ end_column }}
from {{ model }} as spans
left join {{ ref('stg_sentences') }} as sentences
    on spans.article_id = sentences.article_id and spans.sentence_no = sentences.sentence_no
where spans.{{ start_column }} < sentences.start_char
    or substring(
        sentences.text,
        spans.{{ start_column }} - sentences.start_char + 1,
        spans.{{ end_column }} - spans.{{ start_column }}
    ) is distinct from spans.{{ surface_column }}
{% endtest %}
