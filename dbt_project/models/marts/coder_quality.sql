select
    part,
    level,
    facet,
    member,
    n_gold,
    n_found,
    precision,
    recall,
    score,
    floor,
    coder_version,
    dictionary_version
from {{ ref('stg_coder_scores') }}
order by part, facet, level, member
