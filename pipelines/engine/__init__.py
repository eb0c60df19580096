"""Spreads a stage (Arrow batches in, parcels out) over processes; knows nothing of articles, Dagster or DuckDB."""
