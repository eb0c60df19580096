"""Opens the published file for reading, and nothing else.

Takes the file's path; gives a `Store`: one hardened connection per published build, a fresh cursor for every query.
A process that reopens a DuckDB path gets the old data back while any handle to it lives, so each build is attached
to an in-memory instance of its own, and whoever holds an older one keeps a consistent old copy.
Never writes to the file, never reads another file, never changes a setting after opening.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import duckdb

from published import ledger

SCHEMA_VERSION = "1"
PUBLISHED_FILE = "entente.duckdb"
TABLES = (
    "articles",
    "sentences",
    "actors",
    "actor_mentions",
    "relations",
    "events",
    "dyad_weeks",
    "actor_weeks",
    "stories",
    "unknown_names",
    "rejected_documents",
    "event_types",
    "build_info",
)
# Tables that came later, and their columns: an older file lacks them, and an empty one stands in their place.
LATER = {
    "coder_quality": (
        "part varchar, level varchar, facet varchar, member varchar, n_gold integer, n_found integer, "
        "precision double, recall double, score double, floor double, coder_version varchar, dictionary_version varchar"
    ),
    "outcome_days": (
        "source_name varchar, seen_on date, outcome varchar, reason varchar, n_inputs integer, n_flagged integer, "
        "size_bytes bigint"
    ),
    "source_health": (
        "source_name varchar, kind varchar, outlet varchar, country varchar, state varchar, last_poll_at timestamp, "
        "next_poll_at timestamp, n_failures double, last_error varchar"
    ),
    "country_weeks": (
        "country varchar, country_name varchar, week date, n_mentions integer, n_articles integer, n_stories integer, "
        "n_as_source integer, n_as_target integer, n_cooperative integer, n_conflictual integer, "
        "n_verbal_cooperation integer, n_material_cooperation integer, n_verbal_conflict integer, "
        "n_material_conflict integer, balance double"
    ),
    "dyad_changes": (
        "level varchar, source varchar, target varchar, week date, measure varchar, n integer, mean_4 double, "
        "change_4 double, trend_4 varchar, mean_52 double, change_52 double, trend_52 varchar"
    ),
    "actor_changes": (
        "level varchar, party varchar, week date, measure varchar, n integer, mean_4 double, change_4 double, "
        "trend_4 varchar, mean_52 double, change_52 double, trend_52 varchar"
    ),
    "first_contacts": (
        "level varchar, party varchar, other_party varchar, first_week date, first_event_id varchar, source varchar, "
        "target varchar, is_symmetric boolean, cameo_code varchar, plover_type varchar, quad_class varchar, "
        "last_week date, n_events integer"
    ),
    "network_ties": (
        "level varchar, year integer, party varchar, other_party varchar, party_name varchar, "
        "other_party_name varchar, n_weeks integer, n_events integer, n_symmetric integer, n_from_party integer, "
        "n_from_other_party integer, n_cooperative integer, n_conflictual integer, balance double"
    ),
    "network_actors": (
        "level varchar, year integer, party varchar, party_name varchar, degree integer, centrality double, "
        "n_friendly integer, n_hostile integer, n_events integer, n_cooperative integer, n_conflictual integer, "
        "balance double"
    ),
    "brokers": (
        "actor_id varchar, actor varchar, role varchar, year integer, n_events integer, n_pairs integer, "
        "n_stories integer, n_cooperative integer, n_conflictual integer"
    ),
}
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    "memory_limit": "1GB",
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}

# One row per relation with what the pages filter and group by; a denial, which is no event, stands for itself.  A party
# is the actor's country where it has one, else the actor itself, so that the United Nations stand beside Iran.
FACTS = """
create view facts as
select
    rowid as row_no, * replace (coalesce(event_id, relation_id) as event_id) rename (source as outlet),
    coalesce(source_country, source_actor_id) as source_party,
    coalesce(target_country, target_actor_id) as target_party,
    date_diff('day', event_date_start, event_date_end) + 1 as event_days
from warehouse.main.relations
"""

# What a party is called: a country by its dictionary name, an actor by its own.
PARTIES = """
create table parties as
select party, min(label) as label from (
    select actor_id as party, actor as label from actors
    union all
    select substr(actor_id, 5), actor from actors where actor_id like 'cty:%'
)
group by party
"""


class StoreError(Exception):
    """The published file cannot be shown; the message is written for the reader of the page."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which build lies at the path: changes whenever a new file is put in its place."""

    path: str
    inode: int
    mtime_ns: int
    size: int


@dataclass(frozen=True, slots=True)
class Store:
    """One published build, open for reading."""

    identity: Identity
    build: dict[str, str]
    connection: duckdb.DuckDBPyConnection

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor for one query; connections must not be shared between threads."""
        return self.connection.cursor()


def published_path() -> Path:
    """Where the published file lies: ENTENTE_DB, else ENTENTE_HOME/entente.duckdb, else home/ in the project root."""
    if explicit := os.environ.get("ENTENTE_DB"):
        return Path(explicit)
    home = os.environ.get("ENTENTE_HOME") or Path(__file__).resolve().parent.parent / "home"
    return Path(home).expanduser() / PUBLISHED_FILE


def identify(path: Path) -> Identity | None:
    """The identity of the file at `path`; None where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return Identity(str(path), stat.st_ino, stat.st_mtime_ns, stat.st_size)


def open_store(identity: Identity, counting: bool = True, **settings: str | int) -> Store:
    """Attach the file read-only to a fresh instance, prepare the shared views, then lock the door.

    The ledger, which takes seconds for a million relations, is made for who is `counting`.  `settings` are DuckDB's,
    where others than the usual ones are wanted.

    Raises StoreError where the file is no DuckDB file, lacks a public table, or follows another schema version.
    """
    connection = duckdb.connect(":memory:", config={**SETTINGS, **settings})
    try:
        literal = identity.path.replace("'", "''")
        connection.execute(f"attach '{literal}' as warehouse (read_only)")
        for table in TABLES:
            connection.execute(f"create view {table} as from warehouse.main.{table}")
        _add_later_tables(connection)
        build = dict(connection.execute("select key, cast(value as varchar) from build_info").fetchall())
        version = build.get("schema_version", "unknown")
        if version.split(".")[0] != SCHEMA_VERSION:
            raise StoreError(
                f"This file follows version {version} of the public tables, this program reads version "
                f"{SCHEMA_VERSION}. Update both from the same source and run the pipeline again."
            )
        connection.execute(FACTS)
        connection.execute(PARTIES)
        if counting:
            ledger.make(connection)
        connection.execute("set global TimeZone = 'UTC'")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
    except duckdb.Error as error:
        connection.close()
        raise StoreError(f"The published file cannot be read: {error}") from error
    except StoreError:
        connection.close()
        raise
    return Store(identity, build, connection)


def _add_later_tables(connection: duckdb.DuckDBPyConnection) -> None:
    present = "select 1 from information_schema.tables where table_catalog = 'warehouse' and table_name = ?"
    for table, columns in LATER.items():
        if connection.execute(present, [table]).fetchone():
            connection.execute(f"create view {table} as from warehouse.main.{table}")
        else:
            connection.execute(f"create table {table} ({columns})")
