"""What can be chosen: countries, actors and outlets that occur, the most frequent first."""

from published.filters import UNNAMED_OUTLET
from published.table import Cursor, rows

LIMIT = 500

_COUNTRIES = """
with ends as (
    select source_country as country from relations where source_country is not null
    union all
    select target_country from relations where target_country is not null
)
select ends.country as value, coalesce(any_value(parties.label), ends.country) as label
from ends left join parties on parties.party = ends.country
group by ends.country order by count(*) desc, ends.country
"""
_ACTORS = f"""
with ends as (
    select source_actor_id as actor_id, source_actor as actor from relations
    union all
    select target_actor_id, target_actor from relations
)
select actor_id as value, any_value(actor) as label
from ends group by actor_id order by count(*) desc, actor_id limit {LIMIT}
"""
_OUTLETS = f"""
select coalesce(source, $unnamed) as value, coalesce(source, $unnamed) as label
from articles group by 1, 2 order by count(*) desc, 1 limit {LIMIT}
"""


def _pairs(con: Cursor, sql: str, values: dict[str, str] | None = None) -> dict[str, str]:
    return {row["value"]: row["label"] for row in rows(con, sql, values)}


def countries(con: Cursor) -> dict[str, str]:
    """ISO code -> name of every country that is an end of a relation."""
    return _pairs(con, _COUNTRIES)


def actors(con: Cursor) -> dict[str, str]:
    """Actor id -> name of the most frequent ends of relations."""
    return _pairs(con, _ACTORS)


def outlets(con: Cursor) -> dict[str, str]:
    """Outlet -> outlet, with one entry for articles that name none."""
    return _pairs(con, _OUTLETS, {"unnamed": UNNAMED_OUTLET})
