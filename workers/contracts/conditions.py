"""When an action is offered: a small closed set of conditions, all of which must hold.

The pools check them before they suggest an action, and the desk again before it runs one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Conditions = Mapping[str, Sequence[str]]
# Entities count as mentioned when they are in one of so many of the newest messages.
MESSAGES_READ = 20


@dataclass(frozen=True)
class Facts:
    """Facts of a conversation. Labels are empty before its first prediction."""

    priority: str
    status: str
    inbox: str
    tags: frozenset[str]
    entities: frozenset[str]
    intent: str = ""
    sentiment: str = ""
    language: str = ""


@dataclass(frozen=True)
class Condition:
    """`holds` compares the wanted values with the facts; `sentence` says what is wanted."""

    sentence: str
    joined: str
    holds: Callable[[frozenset[str], Facts], bool]


CONDITIONS: dict[str, Condition] = {
    "intents": Condition("the intent is {}", "or", lambda wanted, facts: facts.intent in wanted),
    "entities": Condition("{} was written", "and", lambda wanted, facts: wanted <= facts.entities),
    "sentiments": Condition(
        "the sentiment is {}", "or", lambda wanted, facts: facts.sentiment in wanted
    ),
    "languages": Condition(
        "the language is {}", "or", lambda wanted, facts: facts.language in wanted
    ),
    "priorities": Condition(
        "the priority is {}", "or", lambda wanted, facts: facts.priority in wanted
    ),
    "statuses": Condition(
        "the conversation is {}", "or", lambda wanted, facts: facts.status in wanted
    ),
    "inboxes": Condition(
        "it came to the inbox {}", "or", lambda wanted, facts: facts.inbox in wanted
    ),
    "tags": Condition("it is tagged {}", "and", lambda wanted, facts: wanted <= facts.tags),
    "without_tags": Condition(
        "it is not tagged {}", "or", lambda wanted, facts: not wanted & facts.tags
    ),
}


def find_unmet(conditions: Conditions, facts: Facts) -> list[str]:
    """The conditions that do not hold, in words such as `the priority is high or urgent`."""
    return [
        condition.sentence.format(_join(conditions[name], condition.joined))
        for name, condition in CONDITIONS.items()
        if conditions.get(name) and not condition.holds(frozenset(conditions[name]), facts)
    ]


def _join(values: Sequence[str], word: str) -> str:
    return f" {word} ".join(value.replace("_", " ") for value in values)
