"""Asks for each need of a turn by itself, and puts what was found into one list."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from workers.contracts.payloads import MessageAnalyzed
from workers.recommendation.ranking import keep_best
from workers.records.decisions import Candidate


def split_needs(message: MessageAnalyzed) -> list[MessageAnalyzed]:
    """The message, then each need of its turn as a message of its own."""
    return [
        message,
        *(
            message.model_copy(update={**dict(need), "earlier_text": "", "needs": ()})
            for need in message.needs
        ),
    ]


def join(ranked: Sequence[Sequence[Candidate]]) -> tuple[Candidate, ...]:
    """The best candidates for any of the needs, none twice.

    Each is as confident as for the need that it answers best, and says why it answers that one.
    """
    if len(ranked) == 1:
        return tuple(ranked[0])
    best: dict[Hashable, Candidate] = {}
    for candidate in (each for candidates in ranked for each in candidates):
        # A past answer may say what a prepared reply says.
        key = candidate.article_id or candidate.action_id or candidate.text
        if key not in best or best[key].confidence < candidate.confidence:
            best[key] = candidate
    candidates = sorted(best.values(), key=lambda each: -each.confidence)
    kept = keep_best([each.kind for each in candidates], range(len(candidates)))
    return tuple(candidates[place] for place in kept)
