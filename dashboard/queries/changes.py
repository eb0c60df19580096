"""Changes: what a week counts against the mean of the weeks before, by the rule of `dyad_changes` and `actor_changes`.

Those views work out every week anew, so the weekly tables are asked for the weeks that are needed; beyond the views
there are rows for who fell silent.  A test holds both against each other.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa

from published.filters import Filters
from published.table import Cursor, Row, column, row, rows, table

SMALL_MEAN, SMALL_COUNT = 2, 5  # a mean and a count up to these make no trend
WEEKS_NEEDED = 4
AGAINST = (4, 52)
CLASSES = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
CLASSES_OF = {"events": CLASSES, "cooperative": CLASSES[:2], "conflictual": CLASSES[2:]} | {
    name: (name,) for name in CLASSES
}
MEASURES: dict[str, tuple[str, ...]] = {
    "pairs": tuple(CLASSES_OF),
    "parties": ("stories", "as_source", "as_target", "cooperative", "conflictual"),
}
_TABLES = {
    ("pairs", "country"): "from dyad_weeks where level = 'country'",
    ("pairs", "actor"): "from dyad_weeks where level = 'actor'",
    ("parties", "country"): "from country_weeks where true",
    ("parties", "actor"): "from actor_weeks where true",
}
_KEYS = {("parties", "country"): ("country",), ("parties", "actor"): ("actor_id",)}  # of pairs: source and target
_ENDS = {"country": ("source_country", "target_country"), "actor": ("source_actor_id", "target_actor_id")}


@dataclass(frozen=True, slots=True)
class Question:
    """Who (`of` is pairs or parties, `level` country or actor), by which measure, in which week, against how many.

    `only_new` leaves pairs that never dealt with each other before.
    """

    of: str
    level: str
    measure: str
    week: date
    against: int
    only_new: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns of the weekly table that tell one row of the answer from another."""
        return _KEYS.get((self.of, self.level), ("source", "target"))

    def classes(self, filters: Filters) -> tuple[str, ...]:
        """The classes that are counted; none where the filters leave none of those of the measure."""
        return tuple(name for name in CLASSES_OF[self.measure] if name in (filters.classes or CLASSES))

    def columns(self, filters: Filters) -> list[str]:
        """The columns that are added up."""
        return [f"n_{name}" for name in self.classes(filters)] if self.measure in CLASSES_OF else [f"n_{self.measure}"]


def followed(filters: Filters, question: Question) -> Filters:
    """The filters that the weekly tables can follow; the dates choose the week."""
    return Filters(
        countries=filters.countries,
        actors=filters.actors if question.level == "actor" else (),
        classes=question.classes(filters) if question.measure in CLASSES_OF else (),
    )


def _where(filters: Filters, question: Question) -> tuple[str, dict[str, Any]]:
    """The condition on the ends of a row."""
    parts, values = ["true"], dict[str, Any]()
    if filters.countries:
        of_them = "in $countries"
        if question.level == "actor":
            of_them = "in (select actor_id from actors where country in $countries)"
        parts.append(f"({' or '.join(f'{key} {of_them}' for key in question.keys)})")
        values["countries"] = list(filters.countries)
    if filters.actors and question.level == "actor":
        parts.append(f"({' or '.join(f'{key} in $actors' for key in question.keys)})")
        values["actors"] = list(filters.actors)
    return " and ".join(parts), values


# Pairs of which no week before tells, in either direction.
_FRESH = """
met as (
    select distinct least(source, target) as party, greatest(source, target) as other_party
    from dyad_weeks where level = $level and week = $week and {where}
),
fresh as (
    from met where not exists (
        select 1 from dyad_weeks as old
        where old.level = $level and old.week < $week and old.source = party and old.target = other_party
    )
    and not exists (
        select 1 from dyad_weeks as old
        where old.level = $level and old.week < $week and old.source = other_party and old.target = party
    )
)
"""
_MOVED = f"""
with news as (
    select date_diff('week', cast(date_trunc('week', min(first_published_at)) as date), $week) as n_weeks_before
    from stories
),
summed as (
    select
        {{keys}},
        cast(coalesce(sum(cast({{count}} as double)) filter (week = $week), 0) as integer) as n,
        coalesce(sum(cast({{count}} as double)) filter (week < $week), 0) as before
    {{table}} and week between $week - 7 * $against and $week and {{where}}
    group by all
),
normed as (
    select
        {{keys}}, n,
        case when n_weeks_before >= {WEEKS_NEEDED} then before / least(n_weeks_before, $against) end as mean
    from summed cross join news
),
told as (
    select
        *, n / nullif(mean, 0) - 1 as change,
        case
            when mean is null then null
            when mean <= {SMALL_MEAN} and n <= {SMALL_COUNT} then 'limited change'
            when n > mean then 'more'
            when n < mean then 'less'
            else 'same'
        end as trend
    from normed where n > 0 or mean > {SMALL_MEAN}
)
"""
_PAIRS = """
kept as (
    select told.*, fresh.party is not null as is_new
    from told
    left join fresh on fresh.party = least(source, target) and fresh.other_party = greatest(source, target)
    where fresh.party is not null or not $only_new
)
"""
_NAMED = {
    "pairs": """
    select
        source, target, coalesce(one.label, source) as source_name, coalesce(two.label, target) as target_name,
        n, mean, change, trend, is_new
    from kept
    left join parties as one on one.party = source
    left join parties as two on two.party = target
    """,
    "parties": """
    select {key} as party, coalesce(label, {key}) as party_name, n, mean, change, trend
    from kept left join parties on parties.party = {key}
    """,
}
# As the view `first_contacts` has it.
_FIRST = """
with {fresh},
events_of as (
    select
        least({source}, {target}) as party, greatest({source}, {target}) as other_party, event_id, is_symmetric,
        {source} as source, {target} as target, plover_type, quad_class, event_date_start, event_date_end,
        first_published_at
    from events where week = $week and {source} <> {target}
)
select
    party, other_party, source, target, event_id, is_symmetric, plover_type, quad_class,
    count(*) over (partition by party, other_party) as n_events
from events_of join fresh using (party, other_party)
qualify row_number() over (
    partition by party, other_party
    order by event_date_start, event_date_end, first_published_at nulls last, event_id
) = 1
"""


def weeks(con: Cursor, filters: Filters, of: str, level: str) -> list[Row]:
    """The weeks with an event, the newest first, within the dates of the filters: week, n (rows), is_whole.

    A week is whole where articles of its last day or later are there.
    """
    something = "true" if of == "pairs" else "n_as_source + n_as_target > 0"
    sql = f"""
    select
        week, count(*) as n,
        week + 6 <= (select cast(max(first_published_at) as date) from stories) as is_whole
    {_TABLES[of, level]} and {something}
        and week + 6 >= coalesce($date_from, week) and week <= coalesce($date_to, week)
    group by all order by week desc
    """
    return rows(con, sql, {"date_from": filters.date_from, "date_to": filters.date_to})


def coverage(con: Cursor, week: date) -> Row:
    """The first and last day of publication, and how many weeks of news lie before the week: first, last, n_weeks."""
    sql = """
    select
        cast(min(first_published_at) as date) as first, cast(max(first_published_at) as date) as last,
        date_diff('week', cast(date_trunc('week', min(first_published_at)) as date), $week) as n_weeks
    from stories
    """
    return row(con, sql, {"week": week})


def _moved(filters: Filters, question: Question) -> tuple[str, dict[str, Any]]:
    """The rows as the named part `kept`, with is_new where they are pairs."""
    where, values = _where(filters, question)
    keys = ", ".join(question.keys)
    count = " + ".join(question.columns(filters)) or "0"
    sql = _MOVED.format(keys=keys, count=count, table=_TABLES[question.of, question.level], where=where)
    values |= {"week": question.week, "against": question.against}
    if question.of == "parties":
        return f"{sql}, kept as (from told)", values
    sql = f"{sql}, {_FRESH.format(where=where)}, {_PAIRS}"
    return sql, values | {"level": question.level, "only_new": question.only_new}


def trends(con: Cursor, filters: Filters, question: Question) -> dict[str | None, int]:
    """How many rows have each trend; None is that of rows without a mean."""
    sql, values = _moved(filters, question)
    found = table(con, f"{sql} select trend, count(*) as n from kept group by trend", values)
    return dict(zip(column(found, "trend"), column(found, "n"), strict=True))


def moved(con: Cursor, filters: Filters, question: Question, limit: int | None = None) -> pa.Table:
    """Those that moved most, small counts last: ids and names, n, mean, change, trend, and of pairs is_new.

    source, target, source_name, target_name of pairs; party, party_name of parties.  Where there is no mean the
    highest count comes first.
    """
    sql, values = _moved(filters, question)
    names = _NAMED[question.of].format(key=question.keys[0])
    order = "trend is not distinct from 'limited change', abs(n - coalesce(mean, 0)) desc, n desc"
    return table(con, f"{sql} {names} order by {order}, 1, 2 limit $limit", values | {"limit": limit})


def first_contacts(con: Cursor, filters: Filters, question: Question, limit: int | None = None) -> pa.Table:
    """Pairs that deal with each other for the first time in this week, the most events first.

    party, party_name, other_party, other_name, n_events, and of the first event event_id, source_name, target_name,
    is_symmetric, plover_type, quad_class.
    """
    pairs = replace(question, of="pairs")
    where, values = _where(filters, pairs)
    source, target = _ENDS[question.level]
    sql = f"""
    with contacts as ({_FIRST.format(fresh=_FRESH.format(where=where), source=source, target=target)})
    select
        contacts.party, coalesce(one.label, contacts.party) as party_name, other_party,
        coalesce(two.label, other_party) as other_name,
        if(source = other_party, other_name, party_name) as source_name,
        if(source = other_party, party_name, other_name) as target_name, is_symmetric, plover_type, quad_class,
        n_events, event_id
    from contacts
    left join parties as one on one.party = contacts.party
    left join parties as two on two.party = contacts.other_party
    order by n_events desc, contacts.party, other_party limit $limit
    """
    more = {"week": question.week, "level": question.level, "limit": limit}
    return table(con, sql, values | more)
