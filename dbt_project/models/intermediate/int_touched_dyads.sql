-- Where the touched events count now, and where they counted in the last build.
with {{ touched_ends() }},

counted as (
    {{ dyads_of('events') }}
)

select distinct level, source, target, week
from counted
