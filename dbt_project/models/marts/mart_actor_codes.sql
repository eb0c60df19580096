select
    code,
    part,
    name
from {{ ref('actor_codes') }}
order by code
