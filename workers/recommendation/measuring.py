"""Measures the features that candidates are ranked by; see `workers.models.ranker`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import numpy as np

from workers.contracts.labels import PERSONAL_LABELS, UNKNOWN_LANGUAGE
from workers.contracts.payloads import MessageAnalyzed
from workers.models.ranker import FEATURES, PLACES, Floats
from workers.recommendation.retrieval import Found
from workers.recommendation.spelling import spelt_alike
from workers.records.decisions import AcceptanceCount, Experience
from workers.records.knowledge import IntentLinks, PastAnswer

# Judgements are smoothed as if there were so many neutral ones besides.
DOUBT = 2.0
# A past question whose cosine is lower by this counts less by the factor e.
NEARNESS = 0.05
# The similarity in spelling that unrelated questions of one language often have.
ALIKE_BY_CHANCE = 0.15
USUAL_VALUE = 0.5
DAYS_TO_HALF = 365.0
# In characters. A shorter value occurs in many passages by chance.
SHORTEST_NAME = 3
Likely = Sequence[tuple[IntentLinks, float]]


@dataclass
class Draft:
    """A candidate before ranking, with its passages that were found, best first.

    `linked`: the summed probability of the intents that it is linked to.
    """

    kind: str
    id: UUID
    title: str
    text: str
    linked: float = 0.0
    found: list[Found] = field(default_factory=list)


def measure(
    drafts: Sequence[Draft],
    message: MessageAnalyzed,
    likely: Likely,
    experience: Experience,
    now: datetime,
) -> Floats:
    """The features of each draft, (n, len(FEATURES)), but for past questions: `measure_past`."""
    sent = experience.sent.get(message.conversation_id, frozenset())
    accepted = weigh_experience(likely, experience.judged)
    names = _names(message)
    # Lists, because setting one number takes five times as long in numpy.
    rows = [[0.0] * len(FEATURES) for _ in drafts]
    for row, draft in zip(rows, drafts, strict=True):
        share, acceptance = accepted.get(draft.id, (0.0, 0.0))
        row[PLACES["intent"]] = draft.linked
        row[PLACES["share"]] = share
        row[PLACES["acceptance"]] = acceptance
        row[PLACES["sent_before"]] = draft.id in sent
        if draft.found:
            _measure_found(row, draft, message.language.label, names, now)
    features = np.array(rows).reshape(-1, len(FEATURES))
    _measure_leads(features)
    return features


def measure_past(
    features: Floats, drafts: Sequence[Draft], text: str, past: Sequence[PastAnswer]
) -> None:
    """Fill in how near the past questions are that each candidate answered.

    Nearer ones count more, and all count less where none is near.
    """
    if not past:
        return
    nearest = max(past[0].similarity, 0.0)
    by_source: dict[UUID, tuple[float, float, float]] = {}
    total = 0.0
    for each in past:
        vote = math.exp((each.similarity - nearest) / NEARNESS)
        total += vote
        alike = spelt_alike(text, each.question) - ALIKE_BY_CHANCE
        for id_ in filter(None, (each.id, each.source_id)):
            votes, best, spelt = by_source.get(id_, (0.0, 0.0, 0.0))
            by_source[id_] = votes + vote, max(best, each.similarity), max(spelt, alike)
    for row, draft in zip(features, drafts, strict=True):
        votes, best, spelt = by_source.get(draft.id, (0.0, 0.0, 0.0))
        row[PLACES["past"]] = nearest * votes / total
        row[PLACES["past_lead"]] = best - nearest
        row[PLACES["past_spelling"]] = spelt
        if draft.kind == "answer":
            row[PLACES["meaning"]] = best


def measure_odds(features: Floats, drafts: Sequence[Draft], odds: Mapping[UUID, float]) -> None:
    """Fill in the log-odds that each candidate answers the question; 0 where they are unknown."""
    features[:, PLACES["past_odds"]] = [odds.get(draft.id, 0.0) for draft in drafts]


def weigh_experience(
    likely: Likely, judged: Mapping[str, Mapping[UUID, AcceptanceCount]]
) -> dict[UUID, tuple[float, float]]:
    """By candidate: its share of what agents accepted for these intents, and its mean value there.

    Both are 0 for a candidate without judgements, and grow with their number.
    """
    weighed: dict[UUID, tuple[float, float]] = {}
    for intent, probability in likely:
        counts = judged.get(intent.slug, {})
        total = sum(each.value for each in counts.values()) + DOUBT
        for id_, each in counts.items():
            share, acceptance = weighed.get(id_, (0.0, 0.0))
            value = (each.value + DOUBT * USUAL_VALUE) / (each.times + DOUBT) - USUAL_VALUE
            weighed[id_] = (
                share + probability * each.value / total,
                acceptance + probability * value,
            )
    return weighed


def _measure_found(
    row: list[float], draft: Draft, language: str, names: Sequence[str], now: datetime
) -> None:
    best = draft.found[0].passage
    row[PLACES["meaning"]] = max([hit.cosine for hit in draft.found])
    row[PLACES["words"]] = max([hit.lexical for hit in draft.found])
    row[PLACES["meaning_rank"]] = _reciprocal([hit.meaning_rank for hit in draft.found])
    row[PLACES["words_rank"]] = _reciprocal([hit.words_rank for hit in draft.found])
    row[PLACES["other_language"]] = language not in {best.language, UNKNOWN_LANGUAGE}
    if names:
        passage_text = f"{best.title} {best.text}".lower()
        row[PLACES["entity"]] = sum(name in passage_text for name in names) / len(names)
    if best.updated_at:
        # In whole days, so that asking twice gives the same ranking.
        days = max((now - best.updated_at).days, 0)
        row[PLACES["age"]] = 1 - 2.0 ** (-days / DAYS_TO_HALF)


def _reciprocal(ranks: Iterable[int]) -> float:
    best = min(filter(None, ranks), default=0)
    return 1 / best if best else 0.0


def _measure_leads(features: Floats) -> None:
    meaning = features[:, PLACES["meaning"]]
    features[:, PLACES["meaning_lead"]] = meaning - meaning.max(initial=0.0)


def _names(message: MessageAnalyzed) -> list[str]:
    """The entities of the message in lower case, without personal ones and numbers."""
    return [
        entity.value.lower()
        for entity in message.entities
        if entity.value
        and entity.label not in PERSONAL_LABELS
        and len(entity.value) >= SHORTEST_NAME
        and not any(character.isdigit() for character in entity.value)
    ]
