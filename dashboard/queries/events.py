"""Events: the records themselves, searched, sorted, in pages of fifty, and whole for export."""

from dataclasses import dataclass

import pyarrow as pa

from published.exports import RELATION_COLUMNS
from published.filters import BEST_FIRST, GRAINS, Filters, Period, condition
from published.table import Cursor, row, rows, table

PAGE_SIZE = 50
SORTS: dict[str, str] = {
    "newest": "event_date_start desc nulls last",
    "oldest": "event_date_start asc nulls last",
    "confident": "confidence desc",
    "reported": "n_articles desc",
}
DATING: dict[str, str] = {
    "any": "true",
    "dated": "event_date_start is not null",
    "undated": "event_date_start is null",
}


@dataclass(frozen=True, slots=True)
class Listing:
    """What the Events page asks for beyond the global filters."""

    search: str = ""
    sort: str = "newest"
    dating: str = "any"
    period: Period | None = None


_LISTED = """
with chosen as (select * from facts where {where}),
listed as (
    select chosen.*, event_types.name as event_type, coalesce(events.n_articles, 1) as n_articles
    from chosen
    left join event_types on event_types.cameo_code = chosen.cameo_code
    left join events on events.event_id = chosen.event_id
)
"""
_RELATION_ROWS = """
select
    relation_id, event_date_start, event_date_end, event_date_precision, source_actor, target_actor, plover_type,
    cameo_code, event_type, quad_class, goldstein, status, confidence, evidence, outlet, published_at, n_articles
from listed
"""
# One row per event, as the best evidence that is listed tells it.
_EVENT_ROWS = f"""
select
    event_id, event_date_start, event_date_end, event_date_precision, source_actor, target_actor, plover_type,
    cameo_code, event_type, quad_class, goldstein, status, confidence, evidence,
    count(distinct article_id) over same as n_articles,
    count(distinct story_id) over same as n_stories,
    count(distinct outlet) over same as n_outlets
from listed where status <> 'negated'
window same as (partition by event_id)
qualify row_number() over (partition by event_id order by {BEST_FIRST}) = 1
"""
_ROWS = {"relations": _RELATION_ROWS, "events": _EVENT_ROWS}
_KEYS = {"relations": "relation_id", "events": "event_id"}
_EXPORT = f"select {RELATION_COLUMNS} from listed left join (select article_id, url from articles) using (article_id)"


def _where(filters: Filters, listing: Listing) -> tuple[str, dict[str, object]]:
    where, values = condition(filters)
    parts = [where, DATING[listing.dating]]
    if listing.search.strip():
        parts.append("contains(lower(evidence), lower($search))")
        values["search"] = listing.search.strip()
    if listing.period:
        parts.append(f"cast(date_trunc('{listing.period.grain}', event_date_start) as date) = $period")
        parts.append("event_days <= $days and status in $counted")
        values |= {
            "period": listing.period.start,
            "days": GRAINS[listing.period.grain],
            "counted": list(filters.counted),
        }
    return " and ".join(parts), values


def count(con: Cursor, filters: Filters, listing: Listing) -> dict[str, int]:
    """How many the listing holds: relations, events."""
    where, values = _where(filters, listing)
    sql = f"""
    {_LISTED.format(where=where)}
    select count(*) as relations, count(distinct event_id) filter (status <> 'negated') as events from listed
    """
    return row(con, sql, values)


def page(con: Cursor, filters: Filters, listing: Listing, unit: str, number: int) -> pa.Table:
    """One page (from 1) of the listing; `unit` is relations or events."""
    where, values = _where(filters, listing)
    sql = f"""
    {_LISTED.format(where=where)} {_ROWS[unit]}
    order by {SORTS[listing.sort]}, {_KEYS[unit]} limit {PAGE_SIZE} offset $offset
    """
    return table(con, sql, values | {"offset": (number - 1) * PAGE_SIZE})


def whole(con: Cursor, filters: Filters, listing: Listing, unit: str) -> pa.Table:
    """The whole listing for export; relations come with every public column that a citation needs."""
    where, values = _where(filters, listing)
    select = _EXPORT if unit == "relations" else _EVENT_ROWS
    return table(con, f"{_LISTED.format(where=where)} {select} order by {SORTS[listing.sort]}, {_KEYS[unit]}", values)


def relations_of(con: Cursor, event_id: str, limit: int = 20) -> list[str]:
    """Ids of the relations that report one event, the first report first."""
    sql = """
    select relation_id from facts where event_id = $event_id
    order by is_first_report desc, published_at nulls last, relation_id limit $limit
    """
    return [found["relation_id"] for found in rows(con, sql, {"event_id": event_id, "limit": limit})]
