"""Decides whether an answer was right, from what people did afterwards. Without any database."""

from __future__ import annotations

from dataclasses import dataclass

# An edited reply was right where at least this share of its words was kept.
LIGHTLY_EDITED = 0.8


@dataclass(frozen=True)
class Suggested:
    """What people did with a reply that the bot only suggested.

    `kept`: the share of it that was sent, from 0 (rejected) to 1; None without feedback.
    `answered_otherwise`: an agent sent something else, instead of it or as well.
    """

    kept: float | None
    answered_otherwise: bool


@dataclass(frozen=True)
class Answered:
    """What people did after a reply that the bot sent.

    `rating`: the contact's thumb, if any. `came_back`: the contact wrote again with the same
    intent, or the conversation was handed off. `stepped_in`: an agent wrote before the contact did.
    `settled`: the contact was pleased afterwards, or the conversation is resolved.
    """

    rating: str | None
    came_back: bool
    stepped_in: bool
    settled: bool


def judge(afterwards: Suggested | Answered) -> bool | None:
    """Whether the answer was right; None while nobody has reacted, because silence is no praise."""
    if isinstance(afterwards, Answered):
        if afterwards.rating == "down" or afterwards.came_back or afterwards.stepped_in:
            return False
        return True if afterwards.rating == "up" or afterwards.settled else None
    if afterwards.answered_otherwise:
        return False
    return None if afterwards.kept is None else afterwards.kept >= LIGHTLY_EDITED
