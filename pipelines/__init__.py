"""The street that the data walks: sources, articles, coder, warehouse; `assets` shows it to Dagster, `cli` to people."""
