"""The dictionary as its users work on it: what is wrong with a folder of actors, and rows to put into one.

Takes the bundled tables and a user's folders, the published warehouse, or what a SPARQL service answers; gives faults
and CSV rows in the format of `seeds/`.  Never changes a table that is there.
"""
