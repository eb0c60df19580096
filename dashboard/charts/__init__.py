"""Pure functions from the tables of `dashboard.queries` to Altair charts; no Streamlit, no SQL."""
