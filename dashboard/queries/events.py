"""Events: the records themselves, searched, sorted, in pages of fifty, and whole for export."""

from dataclasses import dataclass

import pyarrow as pa

from dashboard.queries.places import SIDES
from published import ledger
from published.exports import RELATION_COLUMNS
from published.filters import GRAINS, Filters, Period, condition
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
    code: str = ""  # of CAMEO
    party: str = ""  # of either side, or of one
    side: str = "either"


# What the listing holds, and of that what one row each stands for: every relation, or the best evidence of an event.
_LISTED = "with listed as (from ledger where {where})"
_CHOSEN = {
    "relations": "listed",
    "events": "(from listed where status <> 'negated' qualify lag(event_no) over () is distinct from event_no)",
}
_PAGE = """
{listed},
chosen as (
    select row_no, event_no, n_articles, row_number() over () as place
    from (from {chosen} order by {order}, {key} limit $limit offset $offset)
)
"""
_SHOWN = """
event_date_start, event_date_end, event_date_precision, source_actor, target_actor, plover_type, cameo_code,
event_type, quad_class, goldstein, status, confidence, evidence
"""
_TYPES = "left join (select cameo_code, name as event_type from event_types) using (cameo_code)"
_RELATION_ROWS = f"""
select relation_id, {_SHOWN}, outlet, published_at, n_articles
from chosen join facts using (row_no) {_TYPES} order by place
"""
_EVENT_ROWS = f"""
select event_id, {_SHOWN}, told.n_articles, n_stories, n_outlets
from chosen join facts using (row_no) {_TYPES}
join (
    select
        event_no, count(distinct article_no) as n_articles, count(distinct story_no) as n_stories,
        count(distinct outlet) as n_outlets
    from listed where status <> 'negated' and event_no in (select event_no from chosen) group by event_no
) as told using (event_no)
order by place
"""
_EXPORT = f"""
select {RELATION_COLUMNS}
from chosen join facts using (row_no) {_TYPES} left join (select article_id, url from articles) using (article_id)
order by place
"""
_ROWS = {"relations": _RELATION_ROWS, "events": _EVENT_ROWS}
_KEYS = {"relations": "row_no", "events": "event_no"}


def _where(filters: Filters, listing: Listing) -> tuple[str, dict[str, object]]:
    where, values = condition(filters)
    parts = [where, DATING[listing.dating]]
    if listing.search.strip():
        found = "select rowid from warehouse.main.relations where contains(lower(evidence), lower($search))"
        parts.append(f"row_no in ({found})")
        values["search"] = listing.search.strip()
    if listing.code:
        parts.append("cameo_code = $code")
        values["code"] = listing.code
    if listing.party:
        parts.append(SIDES[listing.side])
        values["party"] = listing.party
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
    select (select count(*) from listed) as relations, (select count(*) from {_CHOSEN["events"]}) as events
    """
    return row(con, sql, values)


def happened(con: Cursor, filters: Filters, listing: Listing) -> int:
    """How many events, or what else counts, the listing holds."""
    also, values = _where(filters, listing)
    sql, more = ledger.happened(filters, also)
    return int(row(con, f"{sql} select count(*) as n from happened", values | more)["n"])


def page(con: Cursor, filters: Filters, listing: Listing, unit: str, number: int) -> pa.Table:
    """One page (from 1) of the listing; `unit` is relations or events."""
    return _rows(con, filters, listing, unit, _ROWS[unit], PAGE_SIZE, (number - 1) * PAGE_SIZE)


def whole(con: Cursor, filters: Filters, listing: Listing, unit: str) -> pa.Table:
    """The whole listing for export; relations come with every public column that a citation needs."""
    return _rows(con, filters, listing, unit, _EXPORT if unit == "relations" else _EVENT_ROWS, None, 0)


def _rows(
    con: Cursor, filters: Filters, listing: Listing, unit: str, select: str, limit: int | None, offset: int
) -> pa.Table:
    where, values = _where(filters, listing)
    sql = _PAGE.format(
        listed=_LISTED.format(where=where), chosen=_CHOSEN[unit], order=SORTS[listing.sort], key=_KEYS[unit]
    )
    return table(con, f"{sql} {select}", values | {"limit": limit, "offset": offset})


def relations_of(con: Cursor, filters: Filters, listing: Listing, event_id: str, limit: int) -> list[str]:
    """Ids of the listed relations that report one event, the first report first."""
    where, values = _where(filters, listing)
    sql = f"""
    select relation_id from facts
    where event_id = $event_id and row_no in (select row_no from ledger where {where})
    order by is_first_report desc, published_at nulls last, relation_id limit $limit
    """
    return [found["relation_id"] for found in rows(con, sql, values | {"event_id": event_id, "limit": limit})]
