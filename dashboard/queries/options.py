"""What can be chosen: countries, actors and outlets that occur, the most frequent first."""

from published.filters import UNNAMED_OUTLET
from published.table import Cursor, rows

LIMIT = 500

_COUNTRIES = """
with ends as (
    select source_country as country, count(*) as n from ledger group by all
    union all
    select target_country, count(*) from ledger group by all
)
select country as value, coalesce(any_value(label), country) as label
from ends left join parties on party = country
where country is not null
group by country order by sum(n) desc, country
"""
_ACTORS = f"""
with ends as (
    select source_actor_id as actor_id, count(*) as n from ledger group by all
    union all
    select target_actor_id, count(*) from ledger group by all
)
select actor_id as value, coalesce(any_value(label), actor_id) as label
from ends left join parties on party = actor_id
group by actor_id order by sum(n) desc, actor_id limit {LIMIT}
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


def party(con: Cursor, party: str) -> str:
    """The name of a country, organisation or actor; its id where it has none."""
    found = rows(con, "select label from parties where party = $party", {"party": party})
    return str(found[0]["label"] or party) if found else party


def outlets(con: Cursor) -> dict[str, str]:
    """Outlet -> outlet, with one entry for articles that name none."""
    return _pairs(con, _OUTLETS, {"unnamed": UNNAMED_OUTLET})
