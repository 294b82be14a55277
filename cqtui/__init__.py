"""cqtui: explore and compare figures taken from press articles, in a terminal."""

__version__ = "0.1.0"
