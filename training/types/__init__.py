"""The classifier of event types: examples, training, and the record of what was measured (README.md)."""
