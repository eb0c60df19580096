"""The working DuckDB: raw tables, whole loads, one writer; and the published copy that everyone else opens."""
