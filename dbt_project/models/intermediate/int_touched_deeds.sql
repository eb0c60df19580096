-- Where the touched events count now, and where they counted in the last build.
with {{ touched_ends() }},

counted as (
    {{ deeds_of('events') }}
)

select distinct level, party, week
from counted
