"""Method and data: the codebook with counts, and the public tables with what their columns hold."""

import pyarrow as pa

from published.filters import HAPPENED
from published.table import Cursor, Row, row, rows, table


def types(con: Cursor) -> pa.Table:
    """Every code of the codebook, with how often this build has it.

    cameo_code, name, plover_type, quad_class, goldstein, description, n_events (that happened), n_relations.
    """
    sql = """
    with counts as (
        select
            cameo_code, count(*) as n_relations,
            count(distinct event_id) filter (status = $happened) as n_events
        from relations group by cameo_code
    )
    select
        cameo_code, name, plover_type, quad_class, goldstein, coalesce(n_events, 0) as n_events,
        coalesce(n_relations, 0) as n_relations, description
    from event_types left join counts using (cameo_code)
    order by cameo_code
    """
    return table(con, sql, {"happened": HAPPENED})


def statuses(con: Cursor) -> dict[str, int]:
    """How many relations are told in each way."""
    sql = "select status, count(*) as n from relations group by status"
    return {found["status"]: found["n"] for found in rows(con, sql)}


def dated(con: Cursor) -> Row:
    """Of all relations, how many have a date said in the text, how many one from publication, how many none."""
    sql = """
    select
        count(*) as relations,
        count(*) filter (event_date_start is null) as undated,
        count(*) filter (event_date_start is not null and event_date_from = 'publication') as from_publication
    from relations
    """
    return row(con, sql)


def tables(con: Cursor) -> list[Row]:
    """The public tables and views of this file: name, kind, about (what the file says of it)."""
    sql = """
    select table_name as name, 'table' as kind, coalesce(comment, '') as about
    from duckdb_tables() where database_name = 'warehouse' and schema_name = 'main'
    union all
    select view_name, 'view', coalesce(comment, '')
    from duckdb_views() where database_name = 'warehouse' and schema_name = 'main' and not internal
    order by name
    """
    return rows(con, sql)


def columns(con: Cursor, name: str | None = None) -> pa.Table:
    """The columns of one table, or of all: table, column, type, about."""
    sql = """
    select table_name as "table", column_name as "column", data_type as type, coalesce(comment, '') as about
    from duckdb_columns()
    where database_name = 'warehouse' and schema_name = 'main' and ($name is null or table_name = $name)
    order by table_name, column_index
    """
    return table(con, sql, {"name": name})
