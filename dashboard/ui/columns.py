"""How the columns of a listing are ordered, named and drawn."""

from typing import Any

import streamlit as st

SHOWN = (
    "event_date_start", "event_date_precision", "source_actor", "target_actor", "plover_type", "status", "evidence",
    "event_type", "class", "confidence", "n_articles", "n_stories", "outlet", "published_at",
)  # fmt: skip


def columns() -> dict[str, Any]:
    """How the table's columns are named and drawn."""
    config = st.column_config
    return {
        "event_date_start": config.DateColumn("Date", format="YYYY-MM-DD", width=88),
        "event_date_precision": config.TextColumn("Exact to", width=62),
        "source_actor": config.TextColumn("Source", width=100),
        "target_actor": config.TextColumn("Target", width=100),
        "plover_type": config.TextColumn("Type", width=88),
        "event_type": config.TextColumn("Event"),
        "class": config.TextColumn("Class"),
        "status": config.TextColumn("Status", width=72),
        "confidence": config.ProgressColumn("Confidence", min_value=0, max_value=1, format="%.2f", width="small"),
        "evidence": config.TextColumn("Sentence", width="large"),
        "outlet": config.TextColumn("Outlet"),
        "published_at": config.DateColumn("Published", format="YYYY-MM-DD"),
        "n_articles": config.NumberColumn("Articles", width="small"),
        "n_stories": config.NumberColumn("Stories", width="small"),
    }


def story_columns() -> dict[str, Any]:
    """How the columns of a listing of stories are named and drawn."""
    config = st.column_config
    return {
        "title": config.TextColumn("Headline of the first report", width=340),
        "n_articles": config.NumberColumn("Articles", width="small"),
        "n_outlets": config.NumberColumn("Outlets", width="small", help="Those that are named"),
        "outlets": config.TextColumn("Printed by", width=180),
        "first_published_at": config.DateColumn("First", format="YYYY-MM-DD"),
        "last_published_at": config.DateColumn("Last", format="YYYY-MM-DD"),
        "n_relations": config.NumberColumn("Relations", width="small", help="Coded in all its reports"),
    }
