"""What an agent asks for and cannot have."""

from __future__ import annotations


class ActionRefused(Exception):
    """Nothing was changed. The sentence says why, and what would help; it is shown to the agent."""
