"""From what was found to one list of suggestions, best first across kinds.

Confidence is a logistic function of a few features that can be explained. The weights are
priors, until feedback has taught better ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from workers.contracts import ScoredLabel
from workers.recommendation.retrieval import Found
from workers.records import Candidate, IntentLinks

KEPT = 12


@dataclass(frozen=True)
class Weights:
    """Of a logistic function; `intent` weighs the probability of intents linked to it."""

    bias: float
    cosine: float
    lexical: float
    intent: float


# Near the logistic regression on the sample company's examples, each with the intents of a model
# that had not seen it: the best article is right about as often as its confidence says. Examples
# tell the intent and not which of its replies fits, so that a reply's own likeness weighs more
# than they would have it, and its confidence errs to the careful side. The biases leave room for
# articles beside the many replies of an intent.
REPLY = Weights(bias=-5.4, cosine=3.0, lexical=0.6, intent=6.2)
ARTICLE = Weights(bias=-5.6, cosine=4.7, lexical=1.25, intent=6.2)
ACTION = Weights(bias=-3.0, cosine=0.0, lexical=0.0, intent=4.0)


@dataclass(frozen=True)
class _Evidence:
    cosine: float = 0.0
    lexical: float = 0.0


def rank(
    found: Sequence[Found], intents: Sequence[ScoredLabel], links: Mapping[str, IntentLinks]
) -> tuple[Candidate, ...]:
    """The best candidates for one message: `KEPT` at the most, and none twice."""
    likely = [(links[i.label], i.confidence) for i in intents if i.label in links]
    articles = list(_rank_articles(found, likely))
    evidence = _find_evidence(articles, found)
    candidates = [*articles, *_rank_replies(found, likely, evidence), *_rank_actions(likely)]
    best = sorted(candidates, key=lambda candidate: -candidate.confidence)
    return tuple(best[:KEPT])


def confidence(weights: Weights, cosine: float, lexical: float, intent: float) -> float:
    """In (0, 1), growing with each feature; a negative cosine tells no more than none."""
    score = (
        weights.bias
        + weights.cosine * max(cosine, 0.0)
        + weights.lexical * lexical
        + weights.intent * intent
    )
    return round(1 / (1 + math.exp(-score)), 4)


_Likely = Sequence[tuple[IntentLinks, float]]


def _rank_articles(found: Sequence[Found], likely: _Likely) -> Iterable[Candidate]:
    candidates: dict[UUID, Candidate] = {}
    for hit in found:
        article_id = hit.passage.article_id
        if article_id is None:
            continue
        linked = sum(p for intent, p in likely if article_id in intent.articles)
        candidate = Candidate(
            kind="article",
            title=hit.passage.source_title,
            text=hit.passage.text,
            confidence=confidence(ARTICLE, hit.cosine, hit.lexical, linked),
            article_id=article_id,
            evidence=((article_id, hit.passage.source_title),),
        )
        known = candidates.get(article_id)
        if known is None or candidate.confidence > known.confidence:
            candidates[article_id] = candidate
    return sorted(candidates.values(), key=lambda candidate: -candidate.confidence)


def _find_evidence(
    articles: Sequence[Candidate], found: Sequence[Found]
) -> tuple[tuple[UUID, str], ...]:
    """The best article that a contact may be shown."""
    internal = {hit.passage.article_id for hit in found if not hit.passage.for_customers}
    shown = [(each.article_id, each.title) for each in articles if each.article_id]
    return tuple(each for each in shown if each[0] not in internal)[:1]


def _rank_replies(
    found: Sequence[Found], likely: _Likely, evidence: tuple[tuple[UUID, str], ...]
) -> Iterable[Candidate]:
    texts = {id_: macro for intent, _ in likely for id_, macro in intent.macros.items()}
    hits = {hit.passage.macro_id: hit for hit in found if hit.passage.macro_id}
    texts |= {id_: (hit.passage.source_title, hit.passage.text) for id_, hit in hits.items()}
    for macro_id, (title, text) in texts.items():
        linked = sum(p for intent, p in likely if macro_id in intent.macros)
        hit = hits.get(macro_id)
        measured = _Evidence(hit.cosine, hit.lexical) if hit else _Evidence()
        yield Candidate(
            kind="reply",
            title=title,
            text=text,
            confidence=confidence(REPLY, measured.cosine, measured.lexical, linked),
            macro_id=macro_id,
            evidence=evidence,
        )


def _rank_actions(likely: _Likely) -> Iterable[Candidate]:
    actions = {id_: action for intent, _ in likely for id_, action in intent.actions.items()}
    for action in actions.values():
        linked = sum(p for intent, p in likely if action.id in intent.actions)
        yield Candidate(
            kind="action",
            title=action.title,
            text=action.description,
            confidence=confidence(ACTION, 0.0, 0.0, linked),
            action_id=action.id,
        )
