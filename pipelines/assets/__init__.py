"""The street as Dagster shows it: one module a stage, each a thin call into the rooms below."""
