"""Why a suggestion ranks where it does, in sentences."""

from __future__ import annotations

from apps.assist.models import Suggestion

# Of a suggestion that no ranking made.
LOOKED_UP = "looked_up"
_SENTENCES = {
    LOOKED_UP: "An agent looked it up.",
    "intent": "It is what usually answers this intent.",
    "meaning": "It means nearly what the message means.",
    "words": "It has the rarest words of the message.",
    "accepted": "Agents have often chosen it for this intent.",
    "past": "It has answered questions like this one before.",
    "entity": "It speaks of what the message names.",
    "-language": "It is written in another language.",
    "-age": "It has not been changed for long.",
    "-sent": "This contact has got it already.",
}


def list_reasons(suggestion: Suggestion) -> list[str]:
    """Sentences, the strongest reason first, objections last; none for suggestions without any."""
    return [_SENTENCES[reason] for reason in suggestion.why.split() if reason in _SENTENCES]
