"""Questions to the published file: pure functions from a cursor (`dashboard.store`) and filters to tables."""
