"""Whether an answer was right, from what people did afterwards. Reads and writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

# Of an edited reply so much must have stayed, in words.
LIGHTLY_EDITED = 0.8


@dataclass(frozen=True)
class Suggested:
    """What came of a reply that the bot only suggested.

    `kept`: how much of it was sent, from 0 (rejected) to 1; None when nobody has said.
    `answered_otherwise`: an agent sent something else, in its place or beside it.
    """

    kept: float | None
    answered_otherwise: bool


@dataclass(frozen=True)
class Answered:
    """What came of a reply that the bot sent.

    `rating`: the contact's thumb, if any. `came_back`: with the same matter, upset, or for a
    person. `stepped_in`: an agent spoke before the contact did. `settled`: the contact was
    pleased afterwards, or an agent resolved the conversation.
    """

    rating: str | None
    came_back: bool
    stepped_in: bool
    settled: bool


def judge(afterwards: Suggested | Answered) -> bool | None:
    """True, False, or None while nobody has said anything of it. Silence is no praise."""
    if isinstance(afterwards, Answered):
        if afterwards.rating == "down" or afterwards.came_back or afterwards.stepped_in:
            return False
        return True if afterwards.rating == "up" or afterwards.settled else None
    if afterwards.answered_otherwise:
        return False
    return None if afterwards.kept is None else afterwards.kept >= LIGHTLY_EDITED
