select event_id
from {{ ref('int_touched_relations') }}
where event_id is not null
union
select event_id_before
from {{ ref('int_touched_relations') }}
where event_id_before is not null
