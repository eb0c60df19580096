"""What the codes of events stand for."""

from published.table import Cursor, Row, rows


def event_types(con: Cursor) -> dict[str, Row]:
    """CAMEO code -> cameo_code, name, plover_type, quad_class, goldstein."""
    found = rows(con, "select cameo_code, name, plover_type, quad_class, goldstein from event_types")
    return {row["cameo_code"]: row for row in found}
