"""The project's own models over tables made by hand: SQL as dbt would write it in a full build, without dbt.

So the weekly tables and the views of a made file are those of a real one, and cannot drift from them.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import jinja2

PROJECT = Path(__file__).parents[2] / "dbt_project"
MACROS = ("balance", "changes", "deeds_of", "dyads_of", "languages", "party_weeks")
# What the models of a week read, made of the public tables.
INPUTS = {
    "int_events": "from events",
    "int_actors": "from actors",
    "int_stories": "select article_id, story_id, is_story_head from articles",
    "int_event_reports": "select event_id, article_id, true as is_told from relations where event_id is not null",
    "stg_mentions": "from actor_mentions",
    "stg_articles": "select *, cast(published_at as date) as published_on from articles",
    "int_actor_codes": """
        select actor_id, actors.country, days.on_date from actors
        cross join (select distinct cast(published_at as date) as on_date from articles) as days
    """,
}
BETWEEN = ("int_dyads", "int_deeds")
WEEKLY = ("dyad_weeks", "actor_weeks", "country_weeks")
VIEWS = ("dyad_changes", "actor_changes", "first_contacts", "network_ties", "network_actors", "brokers")


@dataclass(frozen=True)
class _Relation:
    name: str

    def __str__(self) -> str:
        return self.name

    def include(self, database: bool) -> "_Relation":
        assert not database
        return self


def sql_of(name: str) -> str:
    """The query of a model in a build that makes everything anew."""
    (path,) = PROJECT.glob(f"models/*/{name}.sql")
    macros = "\n".join((PROJECT / "macros" / f"{macro}.sql").read_text() for macro in MACROS)
    context: dict[str, Any] = {
        "ref": _Relation,
        "config": lambda **_: "",
        "of_touched": lambda *_: "true",
    }
    return jinja2.Environment(undefined=jinja2.StrictUndefined).from_string(macros + path.read_text()).render(context)


def derive(con: duckdb.DuckDBPyConnection) -> None:
    """Make the weekly tables and the views upon them in the current database, which holds the other public tables."""
    made = {**INPUTS, **{name: sql_of(name) for name in BETWEEN}}
    for name, query in made.items():
        con.execute(f"create view {name} as {query}")
    for name in WEEKLY:
        con.execute(f"create table {name} as {sql_of(name)}")
    for name in reversed(made):
        con.execute(f"drop view {name}")
    for name in VIEWS:
        con.execute(f"create view {name} as {sql_of(name)}")
