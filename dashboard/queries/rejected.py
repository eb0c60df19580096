"""Inputs that could not be used, and why."""

import pyarrow as pa

from published.table import Cursor, table

LIMIT = 500


def how_many(con: Cursor) -> str:
    """SQL that counts the inputs in rejected_documents; each row is one where the file is too old to tell."""
    is_told = "n_inputs" in con.table("rejected_documents").columns
    return "cast(coalesce(sum(n_inputs), 0) as bigint)" if is_told else "count(*)"


def rejected(con: Cursor) -> pa.Table:
    """The inputs that became no article, the last seen first: uri, reason, detail."""
    sql = f"""
    select uri, replace(reason, '_', ' ') as reason, detail from rejected_documents
    order by seen_at desc, uri limit {LIMIT}
    """
    return table(con, sql)
