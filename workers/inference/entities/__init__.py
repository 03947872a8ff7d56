"""Entities that are found by patterns: `find` runs the finders of each kind beside it."""
