"""Refusals of what agents ask for."""

from __future__ import annotations


class ActionRefused(Exception):
    """Nothing was changed. The sentence says why, and what would help; it is shown to the agent."""
