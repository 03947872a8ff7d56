"""Rows as the stages see them: what `workers.db` reads and writes, and pure modules think about."""
