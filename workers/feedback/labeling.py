"""What an agent's click or a contact's thumb says about a candidate."""

from __future__ import annotations

from difflib import SequenceMatcher

_VALUES = {"accepted": 1.0, "rejected": 0.0, "up": 1.0, "down": 0.0}
# Past this length the comparison would cost more than it tells.
LONGEST_COMPARED = 2000


def label_value(outcome: str, suggested: str, sent: str) -> float:
    """How good a candidate was, from 0 to 1: an edited one by how much of it was kept."""
    if outcome == "edited":
        matcher = SequenceMatcher(
            None, suggested[:LONGEST_COMPARED].split(), sent[:LONGEST_COMPARED].split()
        )
        return round(matcher.ratio(), 4)
    return _VALUES[outcome]
