"""Ranks everything that was found for a message into one list of candidates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np

from workers.contracts.conditions import Facts, find_unmet
from workers.contracts.payloads import MessageAnalyzed
from workers.models.ranker import PRIORS, Floats, Ranker
from workers.recommendation.facts import find_facts
from workers.recommendation.measuring import Draft, Likely, measure, measure_odds, measure_past
from workers.recommendation.retrieval import Findings, Found
from workers.records.decisions import Candidate, ConversationState, Experience
from workers.records.knowledge import IntentLinks, PastAnswer

KEPT = 12
ANSWERS_KEPT = 3
ARTICLES_KEPT = 5
LONGEST_TITLE = 200
# Answers are ranked with weights of their own, but suggested as replies.
_SUGGESTED_AS = {"answer": "reply"}
_IDS = {
    "article": "article_id",
    "reply": "macro_id",
    "answer": "solved_question_id",
    "action": "action_id",
}
Evidence = tuple[tuple[UUID, str], ...]


@dataclass(frozen=True)
class Basis:
    """What all messages of a claim are ranked with."""

    links: Mapping[str, IntentLinks]
    experience: Experience
    now: datetime
    ranker: Ranker = PRIORS


def rank(
    message: MessageAnalyzed, found: Findings, basis: Basis, conversation: ConversationState
) -> tuple[Candidate, ...]:
    """The best candidates for one message, at most `KEPT`, none twice.

    An action is among them only where its conditions hold.
    """
    likely = [
        (basis.links[i.label], i.confidence) for i in message.intents if i.label in basis.links
    ]
    linked = _link(likely)
    prepared = [
        *_draft_articles(found.passages, linked),
        *_draft_replies(found.passages, likely, linked),
    ]
    drafts = [
        *prepared,
        *_draft_answers(found.past, likely, prepared),
        *_draft_actions(likely, linked, find_facts(message, conversation)),
    ]
    features = measure(drafts, message, likely, basis.experience, basis.now)
    measure_past(features, drafts, message.turn_text, found.past)
    measure_odds(features, drafts, found.odds)
    confidences = basis.ranker.confidences([draft.kind for draft in drafts], features)
    order = np.argsort(-confidences, kind="stable")
    evidence = _find_evidence(drafts, order)
    kept = keep_best([draft.kind for draft in drafts], order.tolist())
    reasons = basis.ranker.explain([drafts[place].kind for place in kept], features[kept])
    return tuple(
        _candidate(drafts[place], features[place], float(confidences[place]), evidence, why)
        for place, why in zip(kept, reasons, strict=True)
    )


def keep_best(kinds: Sequence[str], order: Sequence[int]) -> list[int]:
    """The best of all kinds, with the best articles always among them.

    A ranker learns about articles only from those that were suggested, however sure it is of
    replies.
    """
    articles = [place for place in order if kinds[place] == "article"][:ARTICLES_KEPT]
    others = [place for place in order if place not in articles][: KEPT - len(articles)]
    kept = {*articles, *others}
    return [place for place in order if place in kept]


def _link(likely: Likely) -> Mapping[UUID, float]:
    """The probability of the intents that each article, macro and action is linked to."""
    linked: defaultdict[UUID, float] = defaultdict(float)
    for intent, probability in likely:
        for id_ in (*intent.articles, *intent.macros, *intent.actions):
            linked[id_] += probability
    return linked


def _draft_articles(found: Sequence[Found], linked: Mapping[UUID, float]) -> Iterable[Draft]:
    hits: defaultdict[UUID, list[Found]] = defaultdict(list)
    for hit in sorted(found, key=_fit, reverse=True):
        if hit.passage.article_id is not None:
            hits[hit.passage.article_id].append(hit)
    for id_, own in hits.items():
        best = own[0].passage
        yield Draft("article", id_, best.source_title, best.text, linked.get(id_, 0.0), own)


def _draft_replies(
    found: Sequence[Found], likely: Likely, linked: Mapping[UUID, float]
) -> Iterable[Draft]:
    texts = {id_: macro for intent, _ in likely for id_, macro in intent.macros.items()}
    hits = {hit.passage.macro_id: hit for hit in found if hit.passage.macro_id}
    texts |= {id_: (hit.passage.source_title, hit.passage.text) for id_, hit in hits.items()}
    for id_, (title, text) in texts.items():
        own = [hits[id_]] if id_ in hits else []
        yield Draft("reply", id_, title, text, linked.get(id_, 0.0), own)


def _draft_answers(
    past: Sequence[PastAnswer], likely: Likely, prepared: Sequence[Draft]
) -> Iterable[Draft]:
    """Drafts of the nearest past answers, each text once, without those that are macros."""
    if not past:
        return
    texts = {draft.text for draft in prepared}
    probabilities = {intent.slug: probability for intent, probability in likely}
    distinct = {each.answer: each for each in reversed(past) if each.answer not in texts}
    for each in sorted(distinct.values(), key=lambda each: -each.similarity)[:ANSWERS_KEPT]:
        linked = probabilities.get(each.intent, 0.0)
        yield Draft("answer", each.id, _shorten(each.question), each.answer, linked)


def _draft_actions(likely: Likely, linked: Mapping[UUID, float], facts: Facts) -> Iterable[Draft]:
    actions = {id_: action for intent, _ in likely for id_, action in intent.actions.items()}
    for id_, action in actions.items():
        if not find_unmet(action.conditions, facts):
            yield Draft("action", id_, action.title, action.description, linked[id_])


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1]}…"


def _fit(hit: Found) -> float:
    return hit.cosine + hit.lexical / 4


def _find_evidence(drafts: Sequence[Draft], order: Iterable[Any]) -> Evidence:
    """The best article that may be shown to a contact, as evidence for an answer."""
    for place in order:
        draft = drafts[place]
        if draft.kind == "article" and draft.found[0].passage.for_customers:
            return ((draft.id, draft.title),)
    return ()


def _candidate(
    draft: Draft, features: Floats, confidence: float, evidence: Evidence, why: tuple[str, ...]
) -> Candidate:
    own: dict[str, Evidence] = {"article": ((draft.id, draft.title),), "reply": evidence}
    return Candidate(
        kind=_SUGGESTED_AS.get(draft.kind, draft.kind),
        title=draft.title,
        text=draft.text,
        confidence=confidence,
        evidence=own.get(draft.kind, ()),
        features=tuple(features.tolist()),
        why=why,
        **{_IDS[draft.kind]: draft.id},
    )
