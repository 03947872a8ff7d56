"""Whether somebody says that an answer did not help. Read only after the bot has answered."""

from __future__ import annotations

import re

_NOT = r"(?:(?:did|does|is|was|do|has|have) ?n[o']?t|not|never|no)"
_UNSOLVED = re.compile(
    rf"\b(?:{_NOT}(?: really| actually| even| what| at all)?"
    r" (?:help(?:ed|ful|ing)?|work(?:ed|ing)?|solved?|fix(?:ed)?|answer(?:ed|s|ing)?|useful|fixed"
    r"|what i (?:asked|meant|wanted|need)|my (?:question|problem|issue)|the (?:question|problem))"
    r"|still (?:not|no|(?:does|is|did) ?n[o']?t|can ?(?:no|')t|the same|broken|waiting|stuck"
    r"|nothing|have|need)"
    r"|(?:already|just) (?:tried|did|done|read|know|knew|checked|looked)"
    r"|tried (?:that|this|it|all)|no (?:help|use|luck)|useless|unhelpful|wrong answer"
    r"|(?:i )?(?:asked|said|meant|was asking|am asking) (?:about |for )?something else"
    r"|(?:read|answer) (?:my|the) question|that'?s not (?:it|right|true|what|my)"
    r"|not (?:what|my|the answer)|same (?:problem|issue|error)|what else"
    rf"|{_NOT} (?:understand|get it|make (?:any )?sense)|makes? no sense|know (?:that|this) already"
    r"|be more (?:precise|specific|exact)|no good)\b"
)
# As a whole message after an answer, these mean what the thumb down means.
_REFUSALS = frozenset({"no", "noo", "nope", "nah", "wrong", "false", "incorrect", "huh", "what"})


def says_unsolved(text: str) -> bool:
    """True for `that did not help`, `I already tried that`, `still broken` and their like."""
    lowered = text.lower().replace("\u2019", "'")
    return _UNSOLVED.search(lowered) is not None or _refuses(lowered)


def _refuses(lowered: str) -> bool:
    bare = lowered.strip(" \n.,!?")
    return bare in _REFUSALS or (not bare and "?" in lowered)
