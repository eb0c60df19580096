select
    uri,
    content_sha256,
    reason,
    detail,
    size_bytes,
    seen_at,
    source_name,
    n_inputs
from {{ ref('stg_rejections') }}
order by uri, content_sha256
