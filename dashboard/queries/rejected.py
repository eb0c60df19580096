"""Inputs that could not be used, and why."""

import pyarrow as pa

from dashboard.queries.table import Cursor, table

LIMIT = 500


def rejected(con: Cursor) -> pa.Table:
    """The inputs that became no article, the last seen first: uri, reason, detail."""
    sql = f"""
    select uri, replace(reason, '_', ' ') as reason, detail from rejected_documents
    order by seen_at desc, uri limit {LIMIT}
    """
    return table(con, sql)
