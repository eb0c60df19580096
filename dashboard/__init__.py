"""The dashboard: reads the published DuckDB file, shows every number with the sentences behind it.

Takes: the path of `entente.duckdb` (environment `ENTENTE_DB`, or `ENTENTE_HOME`, or `home/` beside this package).
Gives: pages for `streamlit run dashboard/streamlit_app.py`.
Never: writes to the file, imports from `pipelines`, loads from another host, lets article text through Markdown.
"""
