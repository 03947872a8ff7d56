"""Puts suggestions in the order of their cards, and says how sure each is beside the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from apps.assist.models import Feedback, Suggestion
from apps.knowledge.models import SolvedQuestion
from apps.learning.models import Intent

# The others are shown where an agent looks up an answer.
CARDS = 3
# The intents that the source of each suggestion answers, by its id.
Matters = Mapping[UUID, set[str]]


@dataclass(frozen=True)
class Arranged:
    """A suggestion, and the confidence that it is the best about its matter."""

    suggestion: Suggestion
    confidence: float


def arrange(suggestions: Sequence[Suggestion]) -> list[Arranged]:
    """All suggestions but actions, those that become cards in front. They are given by rank.

    All that answer one intent are as sure as the intent is, but one of them is the best: each has
    at most the confidence that the better ones leave.
    """
    replies = [each for each in suggestions if each.kind != Suggestion.Kind.ACTION]
    matters = find_matters(replies)
    arranged: list[Arranged] = []
    for each in _put_cards_first(replies, matters):
        better = (one for one in arranged if _is_alike(one.suggestion, each, matters))
        left = 1 - sum(one.confidence for one in better)
        arranged.append(Arranged(each, min(each.confidence, max(left, 0.0))))
    return arranged


def drop_rejected(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """The suggestions that no agent has rejected."""
    rejected = Feedback.objects.filter(
        suggestion__in=suggestions, outcome=Feedback.Outcome.REJECTED
    )
    gone = set(rejected.values_list("suggestion_id", flat=True))
    return [each for each in suggestions if each.id not in gone]


def _put_cards_first(suggestions: Sequence[Suggestion], matters: Matters) -> list[Suggestion]:
    """The first become cards, but not all about one matter: the message may ask for another as
    well, or be misread."""
    arranged = list(suggestions)
    if all(_is_alike(arranged[0], each, matters) for each in arranged[:CARDS]):
        for place, each in enumerate(arranged[CARDS:], start=CARDS):
            if not _is_alike(arranged[0], each, matters):
                arranged.insert(CARDS - 1, arranged.pop(place))
                break
    return arranged


def _is_alike(one: Suggestion, other: Suggestion, matters: Matters) -> bool:
    return bool(matters[one.id] & matters[other.id])


def find_matters(suggestions: Sequence[Suggestion]) -> Matters:
    """The intents that what is suggested answers, by the suggestion's id."""
    linked: defaultdict[UUID | None, set[str]] = defaultdict(set)
    for name in ("article", "macro"):
        ids = {getattr(each, f"{name}_id") for each in suggestions}
        links = Intent.objects.filter(**{f"{name}s__in": ids}).values_list(f"{name}s", "slug")
        for source, slug in links:
            linked[source].add(slug)
    answers = SolvedQuestion.objects.filter(
        id__in={each.solved_question_id for each in suggestions}
    ).exclude(intent="")
    for source, slug in answers.values_list("id", "intent"):
        linked[source].add(slug)
    sources = {
        each.id: each.article_id or each.macro_id or each.solved_question_id for each in suggestions
    }
    return {id_: linked[source] for id_, source in sources.items()}
