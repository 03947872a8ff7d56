"""Turns feedback of agents and contacts into the value of a candidate."""

from __future__ import annotations

from collections import Counter

from workers.records.decisions import CHOSEN

_VALUES = {"accepted": 1.0, "rejected": 0.0, "up": 1.0, "down": 0.0}


def label_value(outcome: str, suggested: str, sent: str) -> float:
    """The value of a candidate, from 0 to 1; for an edited one, the share of it that was kept."""
    if outcome == "edited":
        return round(_overlap(suggested.split(), sent.split()), 4)
    return _VALUES[outcome]


def is_rewritten(suggested: str, sent: str) -> bool:
    """Whether so little of a suggestion was kept that the reply is the agent's own."""
    return label_value("edited", suggested, sent) < CHOSEN


def _overlap(words: list[str], others: list[str]) -> float:
    """The share of words that two texts have in common (Dice 1945), in linear time."""
    both = (Counter(words) & Counter(others)).total()
    return 2 * both / (len(words) + len(others)) if words or others else 1.0
