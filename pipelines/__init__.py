"""The street the data walks: sources, articles, coder, warehouse; `assets` shows it to Dagster, `cli` to people."""
