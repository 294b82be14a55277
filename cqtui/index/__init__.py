"""The only room that knows SQL: an index over a store, and the few questions asked of it.

The index is a SQLite database built from a validated store, in memory or in a cache file. Every
screen and every command asks the questions of `questions.Index`, or, where that would take longer
to load than to answer, of `sql`; a bigger engine would be plugged in here. Nothing is imported
here, for the same reason.
"""
