"""Reading: who did what to whom, whether and when.

Takes cleaned articles, sentence by sentence, and the knowledge CSVs of `seeds/`; gives mentions of actors and
relations between them, each with the words that prove it.  Never fetches, stores or looks at a clock.
"""
