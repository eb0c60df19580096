select
    cameo_code,
    cameo_root,
    name,
    description,
    plover_type,
    plover_mode,
    quad_class,
    goldstein
from {{ ref('event_types') }}
order by cameo_code
