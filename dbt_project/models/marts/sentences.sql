{{ config(
    materialized='incremental', incremental_strategy='append',
    pre_hook="{{ forget(ref('int_touched_articles'), ['article_id']) }}",
) }}
select
    article_id,
    sentence_no,
    paragraph_no,
    part,
    start_char,
    end_char,
    text,
    is_complete
from {{ ref('stg_sentences') }} as sentences
where {{ of_touched('int_touched_articles', ['article_id'], 'sentences') }}
order by article_id, sentence_no
