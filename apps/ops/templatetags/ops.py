"""Template filters of the ops page, for times and lanes."""

from __future__ import annotations

from django import template

register = template.Library()
MEANINGS = {
    "live": "what customers write",
    "bulk": "knowledge to make searchable",
    "feedback": "what people taught",
    "solved": "what resolved conversations teach",
    "gaps": "what knowledge lacks",
    "training": "models to train",
    "web": "reminders, clean-up and other chores",
    "outbound": "calls of webhooks",
}
MINUTE, HOUR, DAY = 60, 3_600, 86_400


@register.filter
def span(seconds: float) -> str:
    """In one unit: `12 s`, `4 min`, `3 h`, `2 d`."""
    for unit, name in ((DAY, "d"), (HOUR, "h"), (MINUTE, "min")):
        if seconds >= unit:
            return f"{int(seconds // unit)} {name}"
    return f"{int(seconds)} s"


@register.filter
def milliseconds(value: float) -> str:
    """`0.8 ms`, `43 ms`, `1.2 s`."""
    if value >= 1_000:
        return f"{value / 1_000:.1f} s"
    return f"{value:.1f} ms" if value < 10 else f"{value:.0f} ms"


@register.filter
def meaning(lane: str) -> str:
    """What a lane is for, in words."""
    return MEANINGS[lane]
