{#- strlen, which counts bytes, need not read a text to tell that it is long. -#}
{% test sentences_in_place(model, longest=200000) %}
select sentences.article_id, sentences.sentence_no
from {{ model }} as sentences
left join {{ ref('stg_articles') }} as articles on sentences.article_id = articles.article_id
where case
    when strlen(articles.text) > {{ longest }} then length(sentences.text) <> sentences.end_char - sentences.start_char
    else substring(
        articles.text, sentences.start_char + 1, sentences.end_char - sentences.start_char
    ) is distinct from sentences.text
end
{% endtest %}
