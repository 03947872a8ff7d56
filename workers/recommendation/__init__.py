"""Meaning in, a decision out: what to suggest, and whether to answer alone."""
