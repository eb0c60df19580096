select actors.actor_id
from {{ ref('int_actor_states') }} as actors
left join {{ ref('int_actors_before') }} as before on actors.actor_id = before.actor_id
where actors.state is distinct from before.state
union
select before.actor_id
from {{ ref('int_actors_before') }} as before
left join {{ ref('int_actor_states') }} as actors on before.actor_id = actors.actor_id
where actors.actor_id is null
