"""The only room that knows SQL: an index over a store, and the few questions asked of it.

The index is a SQLite database built from a validated store, in memory or in a cache file. Every
screen and every command asks the questions of `Index`; a bigger engine would be plugged in here.
"""

from cqtui.index.questions import GroupCount, Index, MeasureCount, Name, SourceCount
from cqtui.index.schema import LAYOUT
from cqtui.index.tree import EntityCount

__all__ = [
    "LAYOUT",
    "EntityCount",
    "GroupCount",
    "Index",
    "MeasureCount",
    "Name",
    "SourceCount",
]
