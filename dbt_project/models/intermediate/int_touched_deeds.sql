{%- set event_ends %}event_id, is_symmetric, source_actor_id, target_actor_id, source_country, target_country, quad_class,
    goldstein, week{% endset -%}
-- Where the touched events count now, and where they counted in the last build.
with events as (
    select {{ event_ends }}
    from {{ ref('int_events') }}
    where event_id in (select event_id from {{ ref('int_touched_events') }})
    union all
    select {{ event_ends }}
    from {{ ref('int_events_before') }}
    where event_id in (select event_id from {{ ref('int_touched_events') }})
),

counted as (
    {{ deeds_of('events') }}
)

select distinct level, party, week
from counted
