"""Gaps in the knowledge: found by the feedback pool, read and closed here."""
