"""A recommendation, formatted for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workers.contracts.payloads import ScoredLabel
from workers.direct.recommending import Recommendation
from workers.direct.understood import understood_as_json
from workers.models.ranker import FEATURES, Ranker
from workers.recommendation.retrieval import Found
from workers.records.decisions import Candidate

FOUND_SHOWN = 5


def recommended_as_json(made: Recommendation) -> dict[str, Any]:
    """The recommendation as a JSON object."""
    outcome = made.outcome
    return {
        "text": made.text,
        "decision": outcome.decision,
        "reason": outcome.reason,
        "reply": outcome.reply_text,
        "suggestions": [
            _candidate_as_json(rank, candidate, made.ranker)
            for rank, candidate in enumerate(outcome.candidates, start=1)
        ],
        "found": [_found_as_json(hit) for hit in made.found],
        "ranking_model": made.ranker.version,
        "understanding": understood_as_json(outcome.message),
    }


def describe_recommended(made: Recommendation) -> str:
    """The recommendation in short, as lines for people to read."""
    outcome = made.outcome
    lines = [
        made.text,
        f"  intent     {_list_intents(outcome.message.intents)}",
        *(
            f"  asks       {need.text} ({_list_intents(need.intents)})"
            for need in outcome.message.needs
        ),
        f"  decision   {outcome.decision}: {outcome.reason}",
        f"  ranked by  {made.ranker.version}",
        "  suggestions",
    ]
    for rank, candidate in enumerate(outcome.candidates, start=1):
        why = ", ".join(candidate.why) or "nothing in particular"
        lines.append(
            f"  {rank:>2}  {candidate.confidence:>4.0%}  {candidate.kind:8}{candidate.title}"
        )
        lines.append(f"            because of {why}: {_shorten(candidate.text)}")
    lines.append("  found")
    lines += [f"      {_describe_found(hit)}" for hit in made.found[:FOUND_SHOWN]]
    return "\n".join(lines)


def _list_intents(intents: Sequence[ScoredLabel]) -> str:
    return ", ".join(f"{intent.label} {intent.confidence:.0%}" for intent in intents[:3])


def _candidate_as_json(rank: int, candidate: Candidate, ranked_by: Ranker) -> dict[str, Any]:
    ids = (candidate.macro_id, candidate.article_id, candidate.action_id)
    source = next((id_ for id_ in ids if id_), candidate.solved_question_id)
    weights = ranked_by.kinds["answer" if candidate.solved_question_id else candidate.kind].weights
    features = dict(zip(FEATURES, candidate.features, strict=True))
    weighed = zip(FEATURES, candidate.features, weights, strict=True)
    return {
        "rank": rank,
        "kind": candidate.kind,
        "id": str(source),
        "title": candidate.title,
        "text": candidate.text,
        "confidence": candidate.confidence,
        "why": list(candidate.why),
        "evidence": [{"article_id": str(id_), "title": title} for id_, title in candidate.evidence],
        "features": {name: round(value, 4) for name, value in features.items()},
        "contributions": {name: round(value * weight, 4) for name, value, weight in weighed},
    }


def _found_as_json(hit: Found) -> dict[str, Any]:
    passage = hit.passage
    return {
        "passage_id": passage.id,
        "source": passage.source_title,
        "title": passage.title,
        "text": passage.text,
        "language": passage.language,
        "cosine": round(hit.cosine, 4),
        "cosine_rank": hit.meaning_rank or None,
        "lexical": round(hit.lexical, 4),
        "lexical_rank": hit.words_rank or None,
        "fused": round(hit.fused, 5),
    }


def _describe_found(hit: Found) -> str:
    meaning = f"meaning {hit.cosine:.2f}" + (f" (#{hit.meaning_rank})" if hit.meaning_rank else "")
    words = f"words {hit.lexical:.2f} (#{hit.words_rank})" if hit.words_rank else "no words"
    return f"{meaning}, {words}: {hit.passage.title}"


def _shorten(text: str, most: int = 80) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
