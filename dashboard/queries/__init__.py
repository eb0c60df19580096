"""Questions to the published file: pure functions from a cursor (`published.store`) and filters to tables."""
