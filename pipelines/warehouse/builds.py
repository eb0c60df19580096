"""What was published before, as far as it tells what a new build changes: the relations of the last builds.

Takes published files; gives a small Parquet file of each one's relations, and the difference between any two.  They
are held against each other by where they stand: the same words of the same sentence, read otherwise, have changed.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipelines.warehouse.database import CONFIG

KEPT = 3  # builds before the published one
KINDS = ("appeared", "vanished", "changed")

# who, what, whom, whether and when; how sure the coder was, and by which rule, is no change of what a row says
_SAID = (
    "source_actor_id", "source_actor", "source_country", "source_code", "target_actor_id", "target_actor",
    "target_country", "target_code", "cameo_code", "plover_type", "is_symmetric", "status", "attributed_to",
    "event_date_start", "event_date_end",
)  # fmt: skip
_PLACE = ("article_id", "sentence_no", "trigger_start", "source_start", "target_start")
_COLUMNS = ("relation_id", *_PLACE, *_SAID, "title", "evidence")
_NAMES = ("run_id", "built_at", "coder_version", "dictionary_version")

_AT, _TRIGGER = ", ".join(_PLACE), ", ".join(_PLACE[:3])


def _all(side: str) -> str:
    return f"({', '.join(f'{side}.{name}' for name in _SAID)})"


def _struct(side: str) -> str:
    fields = (f"'{name}': {side}.{name}" for name in ("relation_id", *_SAID))
    return f"{{{', '.join(fields)}}}"


# relations of one id are the same; of the others those that stand in the same place, then those of the same trigger
_PAIRED = f"""
create temp table paired as
with same as (select relation_id as before_id, relation_id as after_id from before join after using (relation_id)),
gone as (
    select *, row_number() over (partition by {_AT} order by relation_id) as n
    from before anti join after using (relation_id)
),
come as (
    select *, row_number() over (partition by {_AT} order by relation_id) as n
    from after anti join before using (relation_id)
),
in_place as (
    select gone.relation_id as before_id, come.relation_id as after_id from gone join come using ({_AT}, n)
),
gone_on as (
    select *, row_number() over (partition by {_TRIGGER} order by source_start, target_start, relation_id) as m
    from gone where relation_id not in (select before_id from in_place)
),
come_on as (
    select *, row_number() over (partition by {_TRIGGER} order by source_start, target_start, relation_id) as m
    from come where relation_id not in (select after_id from in_place)
)
from same
union all from in_place
union all
select gone_on.relation_id, come_on.relation_id from gone_on full join come_on using ({_TRIGGER}, m)
"""
_DIFFERENT = f"""
create temp table different as
select
    case when before_id is null then 'appeared' when after_id is null then 'vanished' else 'changed' end as kind,
    coalesce(after.article_id, before.article_id) as article_id,
    coalesce(after.sentence_no, before.sentence_no) as sentence_no,
    coalesce(after.title, before.title) as title,
    coalesce(after.evidence, before.evidence) as evidence,
    case when before_id is not null then {_struct("before")} end as was,
    case when after_id is not null then {_struct("after")} end as is_now
from paired
left join before on before_id = before.relation_id
left join after on after_id = after.relation_id
where before_id is null or after_id is null or {_all("before")} is distinct from {_all("after")}
"""


class NoBuildError(Exception):
    """There is nothing to compare; the message is one line for the user."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a build changes."""

    before: dict[str, str]  # which builds they are
    after: dict[str, str]
    counts: dict[str, int]
    _con: duckdb.DuckDBPyConnection

    def rows(self, limit: int | None = None) -> Iterator[dict[str, Any]]:
        """The relations that differ, article by article: kind, where, and what was and is said."""
        few = f"limit {limit}" if limit else ""
        cursor = self._con.execute(f"from different order by article_id, sentence_no, kind, was, is_now {few}")
        names = [column[0] for column in cursor.description or ()]
        while batch := cursor.fetchmany(1_000):
            yield from (dict(zip(names, row, strict=True)) for row in batch)


def remember(published: Path, folder: Path) -> None:
    """Keep the relations of the published build in `folder`, and of the builds before it only the newest.

    A file that cannot be read, or is of a version that had not all of this, is passed over.
    """
    if published.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(duckdb.Error, KeyError), duckdb.connect(config=CONFIG) as con:
            _keep(con, published, folder)
        for old in remembered(folder)[:-KEPT]:
            old.unlink()


def _keep(con: duckdb.DuckDBPyConnection, published: Path, folder: Path) -> None:
    con.execute(f"attach '{_quoted(published)}' as published (read_only)")
    info = dict(con.execute("select key, value from published.build_info").fetchall())
    path = folder / f"{info['built_at'].replace(':', '')}-{info['run_id'][:8]}.parquet"
    if not path.exists():
        fresh = path.with_suffix(".tmp")
        about = ", ".join(f"{name}: '{info.get(name, 'unknown')}'" for name in _NAMES)
        con.execute(
            f"""copy (select {", ".join(_COLUMNS)} from published.relations)
            to '{_quoted(fresh)}' (format parquet, compression zstd, kv_metadata {{{about}}})"""
        )
        fresh.replace(path)


def remembered(folder: Path) -> list[Path]:
    """The builds that are kept, oldest first."""
    return sorted(folder.glob("*.parquet"))


def compare(before: Path, after: Path) -> Difference:
    """What lies between two builds, each a published file or one that is kept of it.

    Raises NoBuildError where one of them is neither.
    """
    con = duckdb.connect(config=CONFIG)
    names = [_open(con, name, path) for name, path in (("before", before), ("after", after))]
    con.execute(_PAIRED)
    con.execute(_DIFFERENT)
    counts = dict.fromkeys(KINDS, 0)
    counts.update(dict(con.execute("select kind, count(*) from different group by kind").fetchall()))
    return Difference(names[0], names[1], counts, con)


def _open(con: duckdb.DuckDBPyConnection, name: str, path: Path) -> dict[str, str]:
    columns = ", ".join(_COLUMNS)
    try:
        if path.suffix == ".parquet":
            con.execute(f"create view {name} as select {columns} from read_parquet('{_quoted(path)}')")
            query = f"select decode(key), decode(value) from parquet_kv_metadata('{_quoted(path)}')"
            told = dict(con.execute(query).fetchall())
        else:
            con.execute(f"attach '{_quoted(path)}' as file_{name} (read_only)")
            con.execute(f"create view {name} as select {columns} from file_{name}.main.relations")
            told = dict(con.execute(f"select key, value from file_{name}.main.build_info").fetchall())
    except duckdb.Error as error:
        raise NoBuildError(f"{path} is no build: {str(error).splitlines()[0]}") from error
    return {key: told.get(key, "unknown") for key in _NAMES}


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
