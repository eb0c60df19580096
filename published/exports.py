"""What can be exported: tables of rows, each under the filters of the dashboard, and who is tied to whom.

Takes a store and filters; gives SQL with its values.  Sentences and addresses are in them, the text of articles never.
"""

from dataclasses import dataclass
from typing import Any

from published.filters import Filters, condition, counted

# Everything that is needed to cite or recheck a relation.
RELATION_COLUMNS = """
relation_id, event_id, article_id, url, sentence_no, evidence, source_actor_id, source_actor, source_country,
source_code, target_actor_id, target_actor, target_country, target_code, trigger, cameo_code, event_type,
cameo_root, plover_type, quad_class, goldstein, is_symmetric, status, attributed_to, third_parties,
event_date_start, event_date_end, event_date_precision, published_at, outlet, story_id, is_first_report, rule,
confidence, coder_version, dictionary_version
"""

_CHOSEN = "select {column} from facts where {where}"
_TABLES = {  # what is read, by which column of facts its rows are chosen, and their order
    "relations": (
        f"""
        select {RELATION_COLUMNS} from facts
        left join (select article_id, url from articles) using (article_id)
        left join (select cameo_code, name as event_type from event_types) using (cameo_code)
        where {{where}}""",
        "",
        "event_date_start nulls last, published_at nulls last, article_id, sentence_no, relation_id",
    ),
    "events": (
        """
        select events.*, best.title as headline, best.evidence, articles.url
        from events
        left join relations as best on events.best_relation_id = best.relation_id
        left join (select article_id, url from articles) as articles on best.article_id = articles.article_id
        where events.event_id in ({chosen})""",
        "event_id",
        "event_date_start nulls last, first_published_at nulls last, event_id",
    ),
    "gdelt_events": (
        """select * from warehouse.main.gdelt_events where "GLOBALEVENTID" in ({chosen})""",
        "cast('0x' || substr(event_id, 1, 15) as bigint)",
        '"DATEADDED", "GLOBALEVENTID"',
    ),
    "gdelt_mentions": (
        """select * from warehouse.main.gdelt_mentions where "Extras" in ({chosen})""",
        "relation_id",
        '"MentionTimeDate", "Extras"',
    ),
    "plover_events": (
        "select * from warehouse.main.plover_events where id in ({chosen})",
        "event_id",
        "date nulls last, id",
    ),
}
TABLES = tuple(_TABLES)

# What columns hold that are called otherwise in the tables that they come from.
RENAMED = {
    "event_type": "Name of the event's CAMEO code; in plover_events its PLOVER type.",
    "headline": "Headline of the best evidence.",
    "outlet": "Outlet of the article.",
}

LEVELS = {"actor": ("source_actor_id", "target_actor_id"), "country": ("source_party", "target_party")}
# A tie is an ordered pair; talks of two, which have no direction, are under `n_symmetric` of one of the two ties.
_TIES = """
with told as (
    select
        {source} as source, {target} as target, event_id, any_value(goldstein) as goldstein,
        any_value(quad_class) as quad_class, bool_or(is_symmetric) as is_symmetric,
        min(event_date_start) as first_day, max(event_date_end) as last_day
    from facts where {where} and event_id is not null and {source} <> {target}
    group by all
)
select
    source, target, count(*) as n_events, count(*) filter (is_symmetric) as n_symmetric,
    count(*) filter (quad_class = 'verbal_cooperation') as n_verbal_cooperation,
    count(*) filter (quad_class = 'material_cooperation') as n_material_cooperation,
    count(*) filter (quad_class = 'verbal_conflict') as n_verbal_conflict,
    count(*) filter (quad_class = 'material_conflict') as n_material_conflict,
    round(avg(goldstein), 3) as goldstein_mean, min(first_day) as first_day, max(last_day) as last_day
from told group by source, target order by source, target
"""
_TIED = """
select id, coalesce(actors.actor, label, id) as label, actors.kind, coalesce(actors.country, land.country) as country
from (select distinct unnest([source, target]) as id from ({ties}))
left join actors on actors.actor_id = id
left join parties on parties.party = id
left join (select distinct country from actors where kind = 'country') as land on land.country = id
order by id
"""


TIE_COLUMNS = {
    "n_events": "Number of events from the one to the other, each counted once however many report it.",
    "n_symmetric": "How many of them are of both, such as talks; they stand in one of the two directions.",
    "n_verbal_cooperation": "How many are verbal cooperation; likewise for the other three classes.",
    "goldstein_mean": "Mean of the Goldstein values of the events.",
    "first_day": "First day of the first of them.",
    "last_day": "Last day of the last of them.",
}


@dataclass(frozen=True, slots=True)
class Question:
    """SQL and its named values."""

    sql: str
    values: dict[str, Any]


def rows_of(table: str, filters: Filters) -> Question:
    """The rows of a table under the filters, in time, so that the same build gives the same file."""
    sql, column, order = _TABLES[table]
    where, values = condition(filters)
    chosen = _CHOSEN.format(column=column, where=where)
    return Question(f"{sql.format(where=where, chosen=chosen)} order by {order}", values)


def ties(level: str, filters: Filters) -> tuple[Question, Question]:
    """Who is tied, and the ties, between actors or countries; of what happened, unless another status is asked for."""
    source, target = LEVELS[level]
    where, values = counted(filters)
    sql = _TIES.format(source=source, target=target, where=where)
    return Question(_TIED.format(ties=sql), values), Question(sql, values)
