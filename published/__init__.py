"""Reads the published file, for whoever shows it: the dashboard and `entente export`.

Takes the path of `entente.duckdb` and what a reader asks for (`Filters`); gives tables, and files made of them.  It
knows the public tables and nothing of the pipeline or of pages.  Never writes to the published file, never gives the
text of articles beyond single sentences.
"""
