"""Guided tours: scripts as people write them, and what is due when, apart from any screen."""
