select
    article_id,
    sentence_no,
    paragraph_no,
    part,
    start_char,
    end_char,
    text,
    is_complete
from {{ ref('stg_sentences') }}
order by article_id, sentence_no
