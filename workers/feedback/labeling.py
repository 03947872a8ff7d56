"""What an agent's click or a contact's thumb says about a candidate."""

from __future__ import annotations

from collections import Counter

# Of a suggestion of which less was kept, the agent has chosen nothing.
CHOSEN = 0.5
_VALUES = {"accepted": 1.0, "rejected": 0.0, "up": 1.0, "down": 0.0}


def label_value(outcome: str, suggested: str, sent: str) -> float:
    """How good a candidate was, from 0 to 1; of an edited one, how much of it was kept."""
    if outcome == "edited":
        return round(_overlap(suggested.split(), sent.split()), 4)
    return _VALUES[outcome]


def is_rewritten(suggested: str, sent: str) -> bool:
    """Whether a reply is the agent's own, though a suggestion was before it."""
    return label_value("edited", suggested, sent) < CHOSEN


def _overlap(words: list[str], others: list[str]) -> float:
    """The share of words that two texts have in common (Dice 1945), in linear time."""
    both = (Counter(words) & Counter(others)).total()
    return 2 * both / (len(words) + len(others)) if words or others else 1.0
