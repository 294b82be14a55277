"""The explorer, tested without a terminal."""
