"""What the bot may answer alone, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from apps.automation.models import Automation, Change
from apps.automation.thresholds import NEEDED, JudgedExample, find_interval, find_threshold


@dataclass(frozen=True)
class State:
    """`tone`: the colour of its tag: green, amber or none."""

    words: str
    tone: str = ""


def describe_state(automation: Automation | None) -> State:
    """What the bot does with an intent now."""
    if automation is None or automation.target is None:
        return State("Never alone")
    if automation.answer_from is not None:
        return State(f"Alone from {automation.answer_from:.2f} on", "green")
    if automation.judged < NEEDED:
        return State(f"Waits: {automation.judged} of {NEEDED} judged", "amber")
    return State("Not alone: too few were right", "amber")


def say_interval(right: int, covered: int) -> str:
    """`92% (86 to 96%)`: the share, and where the true one lies with 90% probability."""
    low, high = find_interval(right, covered)
    return f"{right / covered:.0%} ({100 * low:.0f} to {high:.0%})"


def say_share(share: float) -> str:
    """`95%`, `99.5%`."""
    return f"{100 * share:g}%"


def say_meaning(examples: Sequence[JudgedExample], target: float) -> str:
    """What a target would have meant for the judged examples."""
    if len(examples) < NEEDED:
        return (
            f"{len(examples)} of {NEEDED} judged examples are there. "
            "Until there are enough, Firstline answers nothing alone."
        )
    found, share = find_threshold(examples, target), say_share(target)
    if found is None:
        return (
            f"At {share} right, Firstline would have answered none of {len(examples)} alone: "
            "from no confidence on are so many surely right."
        )
    return (
        f"At {share} right, Firstline would have answered {found.covered} of {found.judged} alone, "
        f"from {found.threshold:.2f} on. {found.right} of these were right: "
        f"{say_interval(found.right, found.covered)}."
    )


def say_change(change: Change) -> str:
    """One line of an intent's history."""
    now = _say_now(change)
    if change.kind == Change.Kind.SET:
        who = str(change.agent) if change.agent else "Firstline"
        if change.target is None:
            return f"{who} had it never answer alone"
        return f"{who} set the target to {say_share(change.target)} right: {now}"
    what = {
        Change.Kind.STARTED: "Firstline began to answer alone",
        Change.Kind.TIGHTENED: "Fewer were right, so Firstline became stricter",
        Change.Kind.STOPPED: "Too few were right, so Firstline stopped answering alone",
    }[Change.Kind(change.kind)]
    return what if change.kind == Change.Kind.STOPPED else f"{what}: {now}"


def _say_now(change: Change) -> str:
    if change.answer_from is None:
        return f"not alone yet, with {change.judged} judged"
    return f"alone from {change.answer_from:.2f} on, {change.right} of {change.covered} right"
