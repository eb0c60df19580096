select
    uri,
    content_sha256,
    source_name,
    outcome,
    reason,
    detail,
    article_id,
    flags,
    size_bytes,
    seen_at,
    n_inputs
from {{ ref('int_outcomes') }}
order by seen_at, uri, content_sha256
